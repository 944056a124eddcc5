from forecast.language.source import Source
from forecast.language.syntax import dump_tree, parse

TEXT = """\
## What x is. source: somebody
x[lab] : USD ~ 1 to 2 USD @ 80%  # allow: some-rule
event e when not a < 3
stock s { start "a"; rate f(1, b: c over i) }
"""

DUMP = """\
File
  Definition ~  [2:1]
    doc: 'What x is.'
    source: 'somebody'
    target: Target x  [2:1]
      indexes:
        Name lab  [2:3]
    annotation: Annotation USD  [2:10]
    value: Interval  [2:16]
      low: Number 1  [2:16]
      high: Number 2 USD  [2:21]
      level: Number 80 %  [2:29]
  Event when  [3:1]
    target: Target e  [3:7]
    value: Unary not  [3:14]
      operand: Compare  [3:18]
        first: Name a  [3:18]
        rest:
          <
          Number 3  [3:22]
  Stock  [4:1]
    target: Target s  [4:7]
    fields:
      Field start  [4:11]
        value: Text 'a'  [4:17]
      Field rate  [4:22]
        value: Call  [4:27]
          function: Name f  [4:27]
          arguments:
            Argument  [4:29]
              value: Number 1  [4:29]
            Argument  [4:32]
              key: Name b  [4:32]
              value: Name c  [4:35]
          over:
            Name i  [4:42]
  allow some-rule on line 2
"""


def test_a_tree_as_text() -> None:
    assert dump_tree(parse(Source("m", TEXT)).file) == DUMP
