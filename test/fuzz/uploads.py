"""Files that schemathesis sends as uploads: delimited text, some of it a real list of products."""

import schemathesis
from hypothesis import strategies as st

HEADER = "商品编码,商品名称,分类,价格,状态"
cells = st.text(st.characters(codec="utf-8", exclude_characters=","), max_size=20)
rows = st.lists(st.lists(cells, min_size=1, max_size=8).map(",".join), max_size=20).map("\n".join)
listed = rows.map(lambda body: f"{HEADER}\nA-1,x,办公,1,上架\n{body}")

schemathesis.openapi.media_type(
    "text/csv", st.one_of(listed.map(str.encode), rows.map(str.encode), st.binary(max_size=2_000))
)
