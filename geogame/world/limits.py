"""Speed limits that signs may show: only where a public source and the author's knowledge of today agree.

The source is a table of the U.S. Department of Transportation, in the public domain: Bureau of Transportation
Statistics, Table 2-8, "Maximum Posted Speed Limits by System: 2001", column "Other roads". It is of 2001 and gives a
state's greatest limit on roads that are no freeways, so a state is kept only where the author knows that number to be
the ordinary limit of its two-lane country highways still. No state without an entry shows a limit, and no street in a
town does.
"""

SOURCE = "https://www.bts.gov/archive/publications/state_transportation_statistics/minnesota/table_02_08"

RURAL_LIMITS_MPH: dict[str, int] = {
    "CA": 55, "IA": 55, "ID": 65, "IL": 55, "IN": 55, "KS": 65, "KY": 55, "ME": 55, "MI": 55, "MN": 55, "NC": 55,
    "ND": 65, "NV": 70, "NY": 55, "OH": 55, "PA": 55, "SC": 55, "SD": 65, "TN": 55, "TX": 70, "VA": 55, "VT": 50,
}  # fmt: skip
"""By postal code: mph on a paved two-lane highway in open country."""
