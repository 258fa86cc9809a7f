"""Where each biome is at home: anchor places (latitude, longitude in degrees, biome), typed by the author."""

ANCHORS = """
36.6,-118.08,greatbasin 36.62,-118.06,greatbasin 36.72,-118.12,greatbasin
36.45,-118.03,greatbasin 37.0,-118.22,greatbasin 37.35,-118.39,greatbasin 43.75,-110.68,parkland 43.52,-110.72,parkland 37.72,-105.62,sanluis
47.6,-122.2,puget 48.6,-122.3,puget 46.9,-122.9,puget 45.3,-122.6,willamette 44.6,-123.2,willamette
44.1,-123.1,willamette 44.5,-123.9,pnw 46.4,-123.6,pnw 46.2,-122.4,pnw 47.9,-124.2,olympic 47.4,-123.8,olympic
48.5,-121.8,pnw 47.4,-121.6,pnw 45.3,-121.9,pnw 43.2,-122.8,pnw 43.3,-124.0,pnw 42.4,-123.3,klamath
41.7,-123.3,klamath 40.9,-122.9,klamath 41.6,-124.0,redwood 40.4,-123.9,redwood 39.3,-123.6,redwood
41.3,-122.2,sierra 42.6,-121.9,sierra 44.4,-121.6,sierra 43.6,-121.5,lava 42.4,-120.6,lava 41.6,-121.0,lava
44.3,-120.4,lava 48.5,-119.6,okanogan 47.6,-120.2,okanogan 48.2,-118.4,okanogan 46.6,-120.5,columbia
47.0,-119.3,columbia 46.1,-119.0,columbia 46.05,-118.45,wallawalla 45.7,-119.8,palouse 47.0,-118.3,palouse 46.8,-117.2,palouse
46.2,-116.6,palouse 45.4,-120.7,palouse 45.0,-118.0,blackhills 44.6,-118.8,mogollon 43.6,-119.0,sage
42.5,-117.5,sage 43.0,-118.4,sage 44.0,-117.0,snake 43.6,-116.6,snake 42.7,-114.4,snake 43.4,-112.2,snake
43.3,-113.6,lava 43.8,-114.3,rockies 41.0,-117.5,greatbasin 40.8,-115.7,greatbasin 39.3,-116.8,greatbasin
38.5,-117.8,greatbasin 39.2,-114.8,greatbasin 38.3,-114.4,greatbasin 41.5,-119.3,greatbasin 40.2,-118.7,saltflat
39.6,-119.2,greatbasin 40.7,-113.7,saltflat 41.3,-112.9,saltflat 39.2,-112.9,saltflat 40.0,-112.5,sage
41.5,-112.0,wasatch 40.3,-111.8,wasatch 39.4,-111.7,wasatch 42.1,-111.9,wasatch 38.2,-112.6,wasatch
41.9,-113.1,sage 42.6,-109.5,wyobasin 41.7,-107.9,wyobasin 42.9,-107.6,wyobasin 41.5,-109.4,wyobasin
44.6,-108.3,redsage 43.9,-107.6,redsage 41.2,-111.0,redsage 43.2,-108.4,wyobasin 40.2,-109.6,uinta 40.3,-108.4,uinta 41.4,-105.7,parkland
40.7,-106.3,parkland 39.0,-105.8,parkland
38.9,-121.8,sacramento 39.6,-122.1,sacramento 38.3,-121.4,cavalley 37.4,-120.7,sanjoaquin 36.6,-119.8,sanjoaquin
35.4,-119.2,sanjoaquin 36.2,-120.3,sanjoaquin 38.4,-122.4,napa 38.8,-123.0,napa 37.8,-121.9,caoak
36.3,-121.0,centralcoast 38.3,-120.6,caoak 39.9,-122.5,caoak 35.6,-120.4,centralcoast 36.8,-119.2,caoak 34.6,-119.9,centralcoast
37.3,-122.3,cacoast 36.6,-121.8,cacoast 35.2,-120.7,cacoast 34.5,-120.4,cacoast 34.2,-119.1,socal
34.0,-118.1,socal 33.5,-117.3,socal 32.9,-117.0,socal 34.1,-117.3,socal 33.0,-116.5,caoak 34.2,-116.9,sierra
39.2,-120.6,sierra 38.3,-120.0,sierra 37.3,-119.2,sierra 36.2,-118.5,sierra 40.2,-121.2,sierra 40.7,-121.6,sierra
37.3,-118.3,sage 38.0,-119.0,sage 35.2,-116.2,mojave 36.2,-115.3,mojave 34.4,-116.4,mojave 35.3,-117.7,mojave
34.7,-118.1,mojave 37.3,-115.5,mojave 36.9,-114.2,mojave 35.5,-114.3,mojave 35.0,-115.3,mojave
36.5,-117.0,deathvalley 36.4,-116.4,deathvalley 32.9,-115.4,imperial 33.6,-116.2,imperial 32.7,-114.6,imperial
33.5,-115.3,colorado_desert 34.2,-114.5,colorado_desert 33.3,-114.2,colorado_desert 32.7,-113.8,colorado_desert
32.3,-111.0,sonoran 33.3,-111.5,sonoran 32.3,-112.3,sonoran 33.9,-112.6,sonoran 33.0,-113.0,sonoran
34.3,-113.4,sonoran 33.4,-112.1,sonoran 31.6,-110.6,azgrass 31.6,-109.6,azgrass 32.3,-109.7,azgrass
32.2,-108.5,azgrass 36.9,-110.1,monument 36.5,-109.6,monument 37.8,-110.4,canyonlands 38.5,-109.7,canyonlands
38.4,-110.9,canyonlands 37.2,-112.0,coplateau 37.1,-113.0,coplateau 38.3,-111.5,coplateau 36.5,-111.4,coplateau
36.7,-112.8,coplateau 35.9,-110.5,painted 35.0,-109.9,painted 35.6,-111.2,painted 35.4,-108.9,coplateau
36.7,-108.2,westslope 38.9,-108.5,westslope 38.2,-108.0,westslope 39.6,-108.2,westslope 37.4,-108.6,westslope
39.2,-110.5,canyonlands 35.3,-111.8,mogollon 34.6,-111.2,mogollon 34.1,-109.7,mogollon 33.6,-109.2,mogollon
33.4,-108.4,mogollon 36.4,-112.2,mogollon 35.3,-113.0,nmex 34.7,-112.4,nmex
39.6,-106.0,rockies 40.3,-105.9,rockies 38.8,-106.6,rockies 37.6,-107.4,sanjuan 38.0,-107.6,sanjuan
37.4,-105.2,frontrange 39.2,-105.3,frontrange 40.4,-105.4,frontrange 36.3,-105.5,rockies 40.6,-107.0,rockies
44.5,-110.6,yellowstone 44.0,-110.2,yellowstone 45.1,-110.6,yellowstone 43.4,-110.4,rockies 42.9,-109.3,rockies
45.9,-113.4,northrockies 48.3,-114.4,northrockies 47.6,-113.4,northrockies 45.1,-115.2,northrockies
46.6,-115.4,northrockies 47.7,-116.2,northrockies 48.5,-116.5,northrockies 44.3,-115.0,northrockies
46.8,-112.3,rockies 45.4,-112.2,parkland 44.8,-113.2,parkland 45.7,-111.2,parkland 40.7,-110.4,rockies
44.3,-107.1,rockies 41.2,-106.3,yellowstone 44.0,-103.8,blackhills 43.7,-103.5,blackhills 47.0,-109.3,blackhills
37.7,-105.9,sanluis 35.6,-105.9,nmex 35.1,-107.6,nmex 34.4,-106.1,nmex 36.2,-106.8,nmex 33.6,-105.5,nmex
35.5,-104.6,nmex 34.9,-106.8,riogrande 33.3,-107.2,riogrande 36.1,-106.1,riogrande 32.3,-106.9,chihua
32.8,-106.3,whitesands 31.2,-104.8,chihua 32.2,-107.6,chihua 32.4,-104.6,chihua 33.3,-104.6,chihua
30.3,-103.7,bigbend 29.4,-103.3,bigbend 29.8,-102.3,bigbend 30.6,-104.5,bigbend 29.6,-101.2,chihua
31.8,-102.4,permian 32.4,-103.4,permian 31.3,-103.3,permian 30.8,-102.0,permian 32.3,-101.6,permian
39.8,-104.5,hplains 38.4,-103.9,hplains 37.4,-103.9,hplains 41.1,-104.2,hplains 36.6,-103.4,hplains
40.3,-103.2,wheat 43.0,-105.0,powder 44.4,-105.6,powder 45.4,-106.2,powder 45.6,-104.8,powder
46.9,-107.6,hplains 46.2,-108.7,hplains 47.2,-105.8,hplains 48.3,-107.8,hplains 45.2,-102.6,hplains
44.4,-101.6,hplains 44.4,-100.0,hplains 45.6,-101.2,hplains 43.7,-102.2,badlands 43.3,-102.9,badlands
42.8,-103.3,badlands 47.2,-103.5,ndbadlands 47.8,-102.8,ndbadlands 46.3,-103.6,ndbadlands 42.3,-101.2,sandhills
42.1,-99.7,sandhills 41.7,-102.2,sandhills 41.6,-100.7,sandhills 48.4,-111.4,triangle 47.7,-110.7,triangle
48.6,-109.8,triangle 48.7,-105.4,triangle 48.3,-112.4,hplains 39.3,-101.3,wheat 38.4,-101.2,wheat
37.5,-101.2,wheat 40.3,-101.4,wheat 38.6,-99.3,wheat 39.5,-99.4,wheat 37.8,-98.6,wheat 38.9,-97.8,wheat
36.8,-98.2,redbeds 37.2,-99.3,redbeds 35.8,-98.9,redbeds 34.7,-99.4,redbeds 41.0,-98.6,platte 40.9,-100.3,platte
40.6,-97.4,platte 41.9,-97.6,dakotacorn 41.4,-95.9,loess 40.4,-95.6,loess 42.4,-96.2,loess 39.8,-95.4,loess
48.6,-101.5,nplains 47.3,-101.0,nplains 46.4,-100.3,nplains 48.1,-99.4,nplains 45.9,-99.4,nplains 44.9,-98.4,nplains
47.6,-99.6,coteau 46.6,-99.2,coteau 45.2,-97.3,coteau 48.8,-103.0,coteau 47.9,-97.2,redriver 46.6,-97.0,redriver
48.6,-96.9,redriver 45.8,-96.6,redriver 48.8,-98.7,canola 48.8,-100.3,canola
35.3,-101.8,txpan 36.2,-101.6,txpan 35.0,-100.6,redbeds 33.6,-101.8,llano 34.3,-102.5,llano 32.8,-102.2,llano
34.2,-103.4,txpan 32.6,-100.5,mesquite 31.6,-99.8,mesquite 33.8,-99.4,mesquite 33.2,-100.6,mesquite
31.3,-100.9,mesquite 32.4,-98.6,crosstimbers 33.4,-97.9,crosstimbers 34.3,-97.2,crosstimbers 35.3,-96.6,crosstimbers
31.8,-98.2,crosstimbers 32.8,-96.7,blackland 31.6,-96.9,blackland 33.5,-96.1,blackland 30.6,-97.3,blackland
28.4,-98.9,stx 27.6,-98.9,stx 28.8,-99.9,stx 27.2,-98.2,stx 26.3,-98.0,valley 26.2,-97.6,valley
27.8,-97.7,coastalbend 28.6,-97.0,coastalbend 26.9,-97.8,stx 30.3,-98.8,hill 30.1,-99.7,hill 30.9,-98.3,hill
29.9,-98.3,hill 30.5,-100.6,hill 29.4,-97.6,blackland 30.2,-96.6,pineywoods
35.4,-97.8,okla 36.2,-97.0,okla 34.7,-98.2,okla 36.4,-96.0,osage 36.9,-96.5,osage 35.5,-95.4,okla
38.4,-96.5,flint 37.5,-96.4,flint 39.2,-96.5,flint 38.3,-95.4,missouri 37.3,-95.3,missouri
34.7,-94.6,ouachita 34.5,-93.5,ouachita 35.3,-93.6,ouachita 36.1,-93.3,ozark 36.9,-92.2,ozark 37.5,-91.4,ozark
36.3,-91.9,ozark 36.0,-94.4,ozark 37.8,-93.2,missouri 38.6,-92.3,missouri 39.7,-92.4,missouri 39.3,-94.0,missouri
40.2,-93.4,missouri 38.3,-90.7,ozark
42.4,-93.4,prairie 43.3,-94.4,prairie 42.7,-95.0,prairie 40.4,-88.4,prairie 41.0,-89.0,prairie 40.0,-89.2,prairie
41.6,-93.6,corn 41.9,-91.6,corn 40.8,-91.6,corn 41.4,-90.3,corn 40.7,-90.3,corn 44.0,-93.6,corn 41.3,-87.8,corn
43.7,-96.6,dakotacorn 42.9,-97.6,dakotacorn 44.6,-96.6,dakotacorn 44.9,-95.2,dakotacorn 40.4,-86.4,indiana
39.8,-86.0,indiana 40.4,-85.2,indiana 40.3,-84.0,indiana 39.9,-83.3,indiana 41.2,-85.6,indiana 41.2,-84.0,maumee
41.5,-83.6,maumee 40.9,-82.8,maumee 39.4,-88.6,southillinois 38.4,-89.3,southillinois 38.7,-87.8,southillinois
37.9,-88.7,southillinois 42.9,-91.3,driftless 43.6,-90.8,driftless 44.3,-91.9,driftless 42.4,-90.4,driftless
43.2,-89.4,dairy 43.9,-88.4,dairy 44.3,-88.4,dairy 42.7,-88.5,dairy 42.8,-84.6,dairy 45.3,-94.2,dairy
45.0,-92.6,dairy 44.9,-90.2,dairy 41.0,-81.6,dairy 45.9,-95.6,dairy 42.0,-85.3,dairy 41.6,-80.6,dairy
42.3,-86.1,fruitbelt 44.7,-85.6,fruitbelt 42.1,-79.8,fruitbelt 43.2,-77.6,fruitbelt 43.7,-83.1,thumb
43.3,-84.0,thumb 42.7,-76.9,fingerlakes 42.5,-77.5,fingerlakes 44.5,-75.3,stlawrence 44.9,-74.4,stlawrence
46.3,-94.6,nwoods 45.6,-91.2,nwoods 46.0,-89.5,nwoods 45.5,-88.6,nwoods 46.2,-87.6,nwoods 46.2,-85.2,nwoods
47.2,-94.2,nwoods 46.4,-92.6,nwoods 47.7,-91.4,superior 46.8,-90.6,superior 47.2,-88.5,superior 46.6,-87.5,superior
48.2,-93.0,bog 48.4,-94.6,bog 47.6,-92.9,bog 44.8,-84.5,lowermi 45.3,-84.6,lowermi 44.2,-85.6,lowermi
44.2,-90.2,lowermi 46.0,-86.5,nwoods
46.7,-68.1,aroostook 47.2,-68.3,aroostook 46.2,-69.4,bigwoods 46.9,-69.4,bigwoods 45.5,-70.4,bigwoods
45.5,-68.4,bigwoods 45.1,-71.3,bigwoods 44.6,-67.7,mainecoast 44.3,-68.7,mainecoast 43.9,-69.7,mainecoast
44.7,-69.6,newen 44.2,-70.6,newen 44.2,-72.6,newen 43.5,-71.8,newen 43.3,-72.9,newen 42.5,-72.8,newen
44.6,-73.1,champlain 44.9,-72.9,champlain 44.0,-73.3,champlain 44.1,-74.4,adirondack 43.6,-74.6,adirondack
44.4,-73.9,adirondack 41.8,-70.2,capecod 41.5,-70.9,capecod 40.9,-72.5,capecod 41.7,-72.6,neast 42.3,-71.6,neast
42.9,-71.3,neast 40.9,-74.4,neast 41.5,-73.9,neast 42.7,-74.2,neast 42.9,-75.6,neast 41.6,-71.6,neast
42.1,-75.6,alleghplateau 41.7,-77.2,alleghplateau 41.5,-78.7,alleghplateau 42.2,-78.4,alleghplateau
41.6,-75.3,alleghplateau 41.2,-79.5,alleghplateau 40.6,-77.6,ridgevalley 40.9,-76.6,ridgevalley
39.4,-78.2,ridgevalley 38.4,-78.9,ridgevalley 37.3,-80.1,ridgevalley 36.4,-82.6,ridgevalley 35.9,-84.1,ridgevalley
34.5,-85.4,ridgevalley 40.2,-79.6,appal 39.3,-80.2,appal 38.4,-80.3,appal 38.9,-79.6,appal 39.4,-81.7,appal
36.8,-81.5,appal 38.0,-81.5,coalfield 37.4,-82.4,coalfield 37.2,-83.4,coalfield 36.6,-84.2,coalfield
35.6,-83.4,smoky 35.4,-82.8,smoky 36.1,-82.0,smoky 34.9,-84.2,smoky 35.2,-85.2,appal
40.1,-76.2,lancaster 40.4,-75.6,lancaster 40.2,-77.1,lancaster 39.4,-76.8,midatl 38.9,-77.4,midatl 40.5,-74.8,midatl
39.8,-75.5,midatl 38.3,-76.8,midatl 38.7,-75.6,delmarva 39.2,-75.7,delmarva 38.0,-75.7,delmarva
38.0,-78.0,piedmontva 37.3,-78.4,piedmontva 36.8,-79.3,piedmontva 38.6,-77.9,piedmontva 39.8,-74.6,pinebar
39.4,-74.8,pinebar 36.0,-79.5,piedmont 35.4,-80.8,piedmont 34.9,-82.2,piedmont 34.3,-81.4,piedmont
33.8,-83.4,piedmont 33.4,-84.6,piedmont 33.0,-85.6,piedmont 35.1,-79.4,ncsandhills 34.0,-80.6,ncsandhills
32.5,-84.0,ncsandhills
38.1,-84.6,bluegrass 37.7,-85.2,bluegrass 36.1,-86.5,nashville 35.4,-86.4,nashville 36.8,-86.2,nashville
38.8,-85.4,ohioval 39.0,-84.0,ohioval 39.5,-82.4,ohioval 38.3,-86.6,ohioval 37.3,-87.3,ohioval 37.6,-84.2,ohioval
36.3,-88.2,ohioval 35.6,-87.6,ohioval 40.4,-81.2,ohioval 38.5,-83.2,ohioval 36.0,-85.4,appal
34.4,-87.2,blackbelt 32.5,-87.3,blackbelt 32.3,-86.0,blackbelt 33.4,-88.6,blackbelt 33.3,-87.0,sepine
34.2,-86.4,sepine 34.5,-88.9,sepine 33.1,-89.7,sepine 32.2,-89.2,sepine 31.9,-88.0,sepine 35.3,-88.6,sepine
31.2,-88.9,longleaf 31.0,-90.1,longleaf 30.9,-86.5,longleaf 31.1,-92.8,longleaf 30.8,-93.3,longleaf
30.6,-87.6,longleaf 32.4,-94.5,pineywoods 31.3,-94.6,pineywoods 30.6,-95.0,pineywoods 33.2,-94.6,pineywoods
33.6,-92.6,pineywoods 32.4,-92.8,pineywoods 31.9,-93.2,pineywoods 33.9,-93.6,pineywoods
35.6,-77.7,tobaccobelt 35.0,-78.4,tobaccobelt 34.3,-79.4,tobaccobelt 36.3,-77.3,tobaccobelt 37.0,-77.3,cplain
33.4,-80.5,cplain 33.0,-81.7,cplain 32.6,-82.6,cplain 33.7,-79.4,cplain 37.8,-77.0,cplain 35.7,-76.4,pocosin
36.4,-76.5,pocosin 34.7,-77.4,pocosin 31.6,-83.6,peanut 31.3,-84.6,peanut 31.4,-85.5,peanut 30.8,-84.8,peanut
31.8,-82.4,cplain 31.3,-82.4,nfla
33.4,-90.9,delta 34.2,-90.4,delta 32.4,-91.2,delta 35.8,-90.1,delta 36.6,-89.6,delta 31.5,-91.6,delta
34.8,-91.4,ricebelt 35.6,-91.0,ricebelt 34.0,-91.4,ricebelt 30.3,-92.5,gulfrice 29.6,-95.9,gulfrice 29.2,-96.4,gulfrice
30.0,-94.4,gulfrice 29.9,-91.3,cane 30.4,-91.3,cane 29.7,-90.7,cane 30.7,-91.8,bayou 30.2,-90.8,bayou
30.3,-91.6,bayou 29.4,-90.3,marsh 29.8,-92.5,marsh 29.8,-93.6,marsh 29.9,-89.6,marsh 30.4,-89.0,gulfcoast
30.5,-87.9,gulfcoast 30.4,-86.5,gulfcoast 29.8,-85.2,gulfcoast 30.4,-88.6,gulfcoast 32.3,-81.0,lowc
33.1,-79.6,lowc 31.3,-81.5,lowc 32.8,-80.3,lowc 30.8,-81.6,lowc 34.2,-78.0,lowc 35.3,-75.6,outerbanks
36.0,-75.7,outerbanks 34.7,-76.6,outerbanks 37.3,-76.0,outerbanks
30.2,-83.4,nfla 29.8,-82.4,nfla 30.3,-82.1,nfla 29.6,-83.2,nfla 30.2,-84.6,nfla 29.2,-82.1,nfla 29.3,-81.3,cfla
28.6,-80.9,cfla 28.7,-82.4,cfla 28.3,-82.3,cfla 27.9,-81.6,citrusridge 28.6,-81.7,citrusridge 27.4,-81.4,citrusridge
27.8,-80.9,kissimmee 27.2,-81.0,kissimmee 27.1,-82.0,kissimmee 26.4,-81.4,citrusridge 26.7,-80.8,canefl
26.6,-81.0,canefl 25.9,-81.1,everglades 25.5,-80.9,everglades 26.2,-80.6,everglades 25.8,-80.3,sfla
26.6,-80.2,sfla 27.5,-80.4,sfla 26.5,-81.9,sfla 27.4,-82.4,sfla 25.5,-80.5,sfla
"""
