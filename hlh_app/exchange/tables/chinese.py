"""Whether a text that is not UTF-8 is Chinese: the tables of hospitals say so by their words."""

import codecs

ENCODING = "gb18030"
_WORDS = ("项目", "结果", "单位", "血", "蛋白", "日期", "细胞", "检验", "参考")


def is_chinese(start: bytes, *, whole: bool = False) -> bool:
    """Whether the ``start`` of a text, or the ``whole`` of it, is GB 18030 with such a word."""
    try:
        text = codecs.getincrementaldecoder(ENCODING)().decode(start, whole)
    except UnicodeDecodeError:
        return False
    return any(word in text for word in _WORDS)
