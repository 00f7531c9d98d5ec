"""Texts that would become something else than text where one layer forgets to escape: every way out
of a text, an attribute, a script, a comment or a title, with everything that would then be alive."""

from itertools import product

MARK = "zqx"
WAYS_OUT = (
    "",
    '">',
    "'>",
    "`>",
    "-->",
    "]]>",
    "</title>",
    "</textarea>",
    "</script>",
    "</style>",
    "</option></select>",
    "</svg>",
    "\\u0022>",
    "&quot;>",
    "\u2028>",
    "{{",
)
ALIVE = (
    "<zqx>",
    "<img src=zqx onerror=zqx()>",
    "<svg/onload=zqx()>",
    "<script>zqx()</script>",
    "<a href=javascript:zqx()>zqx</a>",
    "<iframe srcdoc='<zqx>'>",
    "<details open ontoggle=zqx()>",
    "<style>zqx{}</style>",
    "<base href=//zqx>",
    "<form action=//zqx><button>",
    "<math><mtext></mtext><zqx>",
    "<!--<zqx>",
    "&lt;zqx&gt;&#60;zqx&#x3e;",
    "\uff1czqx\uff1e\u02c2zqx\u02c3",
)
IN_ATTRIBUTES = (
    '" onmouseover="zqx()',
    "' onfocus='zqx()' autofocus '",
    " onclick=zqx() ",
    "javascript:zqx()",
    "data:text/html,<zqx>",
    "{{ zqx }}",
    "{% zqx %}",
    "${zqx}",
    "%(zqx)s",
    "{zqx.__class__}",
)
PAYLOADS = [*(way + alive for way, alive in product(WAYS_OUT, ALIVE)), *IN_ATTRIBUTES]
