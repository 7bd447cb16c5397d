"""Twenty cities and their well-known areas: from the words people use to a point on the map.

Coordinates are centres as people would point at them, to a few hundred metres, in GCJ-02. They
say where to look first, never where something is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from weiyin.base.ask import Point
from weiyin.base.errors import Broken

_LINES = """
北京 39.9087 116.3975 010
. 国贸 朝阳区 39.9087 116.4605
. 三里屯 朝阳区 39.9365 116.4551
. 望京 朝阳区 39.9969 116.4707
. 中关村 海淀区 39.9836 116.3164
. 五道口 海淀区 39.9928 116.3380
. 西单 西城区 39.9075 116.3741
. 金融街 西城区 39.9155 116.3610
. 王府井 东城区 39.9139 116.4118
. 方庄 丰台区 39.8645 116.4330
. 亦庄 大兴区 39.7955 116.5060
. 通州北苑 通州区 39.9035 116.6374
上海 31.2304 121.4737 021
. 陆家嘴 浦东新区 31.2397 121.4998
. 张江 浦东新区 31.2030 121.5910
. 人民广场 黄浦区 31.2328 121.4754
. 徐家汇 徐汇区 31.1933 121.4378
. 静安寺 静安区 31.2237 121.4459
. 五角场 杨浦区 31.2990 121.5145
. 虹桥 长宁区 31.2000 121.4010
. 中山公园 长宁区 31.2205 121.4160
. 四川北路 虹口区 31.2515 121.4835
. 莘庄 闵行区 31.1120 121.3855
广州 23.1291 113.2644 020
. 珠江新城 天河区 23.1192 113.3212
. 体育中心 天河区 23.1350 113.3245
. 北京路 越秀区 23.1240 113.2690
. 上下九 荔湾区 23.1160 113.2480
. 江南西 海珠区 23.0965 113.2725
. 琶洲 海珠区 23.1000 113.3660
. 白云新城 白云区 23.1810 113.2660
. 万博 番禺区 23.0050 113.3460
深圳 22.5431 114.0579 0755
. 会展中心 福田区 22.5340 114.0590
. 华强北 福田区 22.5475 114.0855
. 东门 罗湖区 22.5465 114.1195
. 科技园 南山区 22.5405 113.9540
. 蛇口 南山区 22.4865 113.9170
. 宝安中心 宝安区 22.5560 113.8840
. 龙岗中心城 龙岗区 22.7210 114.2470
. 深圳北站 龙华区 22.6100 114.0290
杭州 30.2741 120.1551 0571
. 武林广场 拱墅区 30.2720 120.1640
. 西湖 西湖区 30.2490 120.1430
. 黄龙 西湖区 30.2660 120.1330
. 文三路 西湖区 30.2765 120.1310
. 湖滨 上城区 30.2550 120.1640
. 钱江新城 上城区 30.2450 120.2130
. 滨江 滨江区 30.2085 120.2120
. 未来科技城 余杭区 30.2790 120.0190
. 下沙 钱塘区 30.3060 120.3520
南京 32.0603 118.7969 025
. 新街口 秦淮区 32.0416 118.7840
. 夫子庙 秦淮区 32.0210 118.7890
. 湖南路 鼓楼区 32.0700 118.7760
. 河西 建邺区 32.0040 118.7330
. 仙林 栖霞区 32.1010 118.9110
. 百家湖 江宁区 31.9330 118.8230
苏州 31.2990 120.5853 0512
. 观前街 姑苏区 31.3115 120.6250
. 金鸡湖 工业园区 31.3160 120.6850
. 狮山 虎丘区 31.2960 120.5600
. 木渎 吴中区 31.2530 120.5180
. 松陵 吴江区 31.1600 120.6450
成都 30.5728 104.0668 028
. 春熙路 锦江区 30.6565 104.0800
. 天府广场 青羊区 30.6574 104.0657
. 金融城 高新区 30.5850 104.0630
. 武侯祠 武侯区 30.6460 104.0470
. 建设路 成华区 30.6730 104.1030
. 茶店子 金牛区 30.7080 104.0260
重庆 29.5630 106.5516 023
. 解放碑 渝中区 29.5577 106.5770
. 观音桥 江北区 29.5745 106.5330
. 三峡广场 沙坪坝区 29.5570 106.4570
. 南坪 南岸区 29.5280 106.5620
. 杨家坪 九龙坡区 29.5080 106.5110
. 照母山 渝北区 29.6220 106.5060
武汉 30.5928 114.3055 027
. 江汉路 江汉区 30.5810 114.2890
. 光谷 洪山区 30.5060 114.4000
. 中南路 武昌区 30.5380 114.3320
. 徐东 武昌区 30.5910 114.3460
. 王家湾 汉阳区 30.5570 114.2100
. 武汉天地 江岸区 30.6110 114.3080
西安 34.3416 108.9398 029
. 钟楼 碑林区 34.2610 108.9424
. 小寨 雁塔区 34.2230 108.9460
. 大雁塔 雁塔区 34.2190 108.9640
. 高新路 雁塔区 34.2320 108.8850
. 未央路 未央区 34.3090 108.9460
天津 39.0842 117.2009 022
. 滨江道 和平区 39.1180 117.1960
. 小白楼 和平区 39.1130 117.2090
. 鞍山西道 南开区 39.1060 117.1600
. 文化中心 河西区 39.0850 117.2100
. 塘沽 滨海新区 39.0180 117.6520
郑州 34.7466 113.6254 0371
. 二七广场 二七区 34.7530 113.6660
. 郑东新区 金水区 34.7690 113.7250
. 花园路 金水区 34.7850 113.6770
. 碧沙岗 中原区 34.7490 113.6380
长沙 28.2282 112.9388 0731
. 五一广场 芙蓉区 28.1955 112.9765
. 溁湾镇 岳麓区 28.1960 112.9500
. 梅溪湖 岳麓区 28.1940 112.8830
. 四方坪 开福区 28.2330 113.0060
. 东塘 雨花区 28.1650 112.9930
青岛 36.0671 120.3826 0532
. 五四广场 市南区 36.0620 120.3840
. 台东 市北区 36.0850 120.3560
. 石老人 崂山区 36.0970 120.4660
. 李村 李沧区 36.1600 120.4320
. 长江路 黄岛区 35.9600 120.1970
济南 36.6512 117.1201 0531
. 泉城广场 历下区 36.6610 117.0210
. 奥体中心 历下区 36.6560 117.1140
. 大观园 市中区 36.6620 116.9960
. 洪家楼 历城区 36.6850 117.0660
厦门 24.4798 118.0894 0592
. 中山路 思明区 24.4560 118.0780
. 莲坂 思明区 24.4800 118.1110
. 火炬园 湖里区 24.5100 118.1240
. 集美学村 集美区 24.5760 118.0970
福州 26.0745 119.2965 0591
. 东街口 鼓楼区 26.0850 119.2960
. 五四路 鼓楼区 26.0980 119.3060
. 万象城 台江区 26.0560 119.3090
. 金山 仓山区 26.0340 119.2660
合肥 31.8206 117.2272 0551
. 三孝口 庐阳区 31.8610 117.2780
. 政务区 蜀山区 31.8190 117.2230
. 滨湖 包河区 31.7330 117.2960
. 元一时代广场 瑶海区 31.8660 117.3050
沈阳 41.8057 123.4315 024
. 中街 沈河区 41.8010 123.4560
. 太原街 和平区 41.7930 123.4020
. 铁西广场 铁西区 41.7990 123.3740
. 奥体中心 浑南区 41.7420 123.4600
"""


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a city that people know by name."""

    name: str
    city: str
    district: str
    lat_udeg: int
    lon_udeg: int

    @property
    def point(self) -> Point:
        return Point(self.lat_udeg / 1_000_000, self.lon_udeg / 1_000_000, self.name)


@dataclass(frozen=True, slots=True)
class City:
    """`areas` are its well-known parts; `area_code` begins its telephone numbers."""

    name: str
    lat_udeg: int
    lon_udeg: int
    area_code: str
    areas: tuple[Area, ...]

    def as_area(self) -> Area:
        return Area(self.name, self.name, "", self.lat_udeg, self.lon_udeg)


def _read(lines: str) -> tuple[City, ...]:
    cities: list[City] = []
    for line in lines.strip().splitlines():
        match line.split():
            case [".", name, district, lat, lon]:
                last = cities[-1]
                area = Area(name, last.name, district, _whole(lat), _whole(lon))
                cities[-1] = City(
                    last.name, last.lat_udeg, last.lon_udeg, last.area_code, (*last.areas, area)
                )
            case [name, lat, lon, area_code]:
                cities.append(City(name, _whole(lat), _whole(lon), area_code, ()))
            case _:
                raise Broken(f"gazetteer line not understood: {line}")
    return tuple(cities)


def _whole(degrees: str) -> int:
    """`39.9087` → 39908700, without a float."""
    whole, _, part = degrees.partition(".")
    return int(whole + part.ljust(6, "0"))


CITIES: tuple[City, ...] = _read(_LINES)
CITY_NAMES: tuple[str, ...] = tuple(city.name for city in CITIES)


def locate(words: str) -> tuple[Area, ...]:
    """What the words may mean: the longest names they hold, within the city they name if any.

    `杭州西湖区的网点` → the one of 杭州; `和平区` → those of 天津 and 沈阳, for the caller to ask;
    a district is called by its own name and stands at its first area;
    `杭州` → the city's middle; nothing known → ().
    """
    named = _cities_in(words)
    found = [area for city in named or CITIES for area in city.areas if _held(area, words)]
    longest = max((_held(area, words) for area in found), default=0)
    best = {
        area.city: area if area.name in words else replace(area, name=area.district)
        for area in reversed(found)
        if _held(area, words) == longest
    }
    return tuple(reversed(best.values())) or tuple(city.as_area() for city in named)


def _cities_in(words: str) -> list[City]:
    """Cities named in their own right: `北京路` is a street of 广州."""
    for city in CITIES:
        for area in city.areas:
            words = words.replace(area.name, " ")
    return [city for city in CITIES if city.name in words]


def _held(area: Area, words: str) -> int:
    """How many characters of the words name the area, or the district it stands for."""
    names = (area.name, area.district, _stem(area.district))
    return max((len(name) for name in names if name in words), default=0)


def _stem(district: str) -> str:
    """`海淀区` → `海淀`, as people say it."""
    return district.removesuffix("区").removesuffix("新")
