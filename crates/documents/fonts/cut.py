"""Cuts Noto Serif SC down to the characters of courts, and keeps it from drawing wrong ones.

usage: cut.py FULL.ttf OUT.ttf        (needs fonttools; see scripts/fonts.sh)
"""

import sys

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

# Boxes in front of the first real glyph; see README.md. BOXES_INSIDE in src/fonts.rs is one more,
# for .notdef itself.
N_BOXES = 32_000

# Besides GB 2312 and ASCII: the zero of dates, the no-break space, the dot inside names (which the
# table of Python takes for another one), and marks that programs type.
MORE = "〇\u00a0\u00b7—–…‘’“”•©®№℃￥¥"


def wanted():
    """ASCII, GB 2312, and a few more."""
    characters = {chr(code) for code in range(0x20, 0x7F)} | set(MORE)
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                characters.add(bytes((high, low)).decode("gb2312"))
            except UnicodeDecodeError:
                pass
    return characters


def cut(font):
    """Leaves the wanted characters, their outlines and widths, and nothing else."""
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.drop_tables += "GSUB GPOS GDEF BASE vhea vmtx VORG STAT DSIG meta".split()
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(wanted()))
    subsetter.subset(font)


def put_boxes_in_front(font):
    """Makes glyphs 1 to N_BOXES look like .notdef."""
    for table in font.keys():
        if table != "GlyphOrder":
            font[table]
    glyphs, widths, order = font["glyf"], font["hmtx"], font.getGlyphOrder()
    for name in order:
        glyphs[name].expand(glyphs)
    notdef = order[0]
    boxes = [f"box{number}" for number in range(N_BOXES)]
    for name in boxes:
        component = GlyphComponent()
        component.glyphName, component.x, component.y, component.flags = notdef, 0, 0, 0x0002
        box = Glyph()
        box.numberOfContours, box.components = -1, [component]
        for side in ("xMin", "yMin", "xMax", "yMax"):
            setattr(box, side, getattr(glyphs[notdef], side))
        glyphs.glyphs[name] = box
        widths.metrics[name] = widths.metrics[notdef]
    order = [notdef, *boxes, *order[1:]]
    font.setGlyphOrder(order)
    glyphs.setGlyphOrder(order)
    font["post"].formatType = 3.0


def number_in_32_bits(font):
    """Adds a second table of characters (format 12).

    The boxes push most glyphs above 32 767, and readers of the first one (format 4) are known that
    take such numbers for negative and find no glyph: ttf-parser 0.25, which Typst reads with.
    """
    table = CmapSubtable.newSubtable(12)
    table.platformID, table.platEncID, table.language, table.reserved = 3, 10, 0, 0
    table.cmap = dict(font.getBestCmap())
    font["cmap"].tables.append(table)


def main(full, out):
    font = TTFont(full, recalcTimestamp=False)
    cut(font)
    put_boxes_in_front(font)
    number_in_32_bits(font)
    font.save(out)


main(*sys.argv[1:])
