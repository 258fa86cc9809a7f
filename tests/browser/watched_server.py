"""Run the app's server and write down every address beyond this machine that it looks up or connects to.

Arguments: the file to write to, then what ``streamlit run`` takes.
"""

import sys
from pathlib import Path

HERE = ("127.", "::1", "localhost", "0.0.0.0", "::")  # noqa: S104 - compared with, not bound to
EVENTS = {"socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


def host_of(event: str, args: tuple[object, ...]) -> str:
    """Name the machine an event is about; empty for files and for any address of this machine."""
    address = args[1] if event in {"socket.connect", "socket.sendto"} else args[0]
    host = address[0] if isinstance(address, tuple) else address
    if event in {"socket.connect", "socket.sendto"} and not isinstance(address, tuple):
        return ""
    text = host.decode() if isinstance(host, bytes) else str(host or "")
    return "" if not text or text.startswith(HERE) else text


def watch(log: Path) -> None:
    """Write a line for every look at another machine from now on."""
    log.touch()

    def hook(event: str, args: tuple[object, ...]) -> None:
        if event in EVENTS and (host := host_of(event, args)):
            with log.open("a", encoding="utf-8") as file:
                file.write(f"{event} {host}\n")

    sys.addaudithook(hook)


def main() -> None:
    """Watch, then serve."""
    watch(Path(sys.argv[1]))
    from streamlit.web import cli

    sys.argv = ["streamlit", "run", *sys.argv[2:]]
    sys.exit(cli.main())


if __name__ == "__main__":
    main()
