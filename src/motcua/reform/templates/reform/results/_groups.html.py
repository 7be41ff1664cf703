BBBB BBBBBB BBBBBBBBBBBB
  XXXX gettext(u'Who cannot be told apart') XXXXX
  XX XXXXXXXXXXXXXXXX gettext(u'The surveys leave these agencies intervals that overlap. Within a group the order says little.') XXXX
  XXXXBBB BBBBB BB BBBBBBBBBBBBXXXXXXXXXBBBBBBXXXXX
BBBBB
