BBBBBBB BBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Import tasks')  X  X  gettext(u'Motcua') BBBBBBBB
BBBBB BBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBBB BBBBBBBBBB gettext(u'Import tasks') BBBBBBBB
BBBBB BBBBBBB
  XXXX XXXXXXXXXXXXXXXX
    XXX gettext(u'The first sheet has six columns in this order:') XXXX
    XXXXBBB BBBBBB BB BBBBBBBXXXXXXXXXBBBBBBXXXXX
    XXX gettext(u'Areas may be written by number (1 to 7) or name, units by code or name, people by account or name. The export of another plan has the same columns. Nothing is written before the preview is confirmed.') XXXX
    XXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXBBBBBBBBBB
      XXXX XXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXX XXXXXXXXXXXXX gettext(u'Show the preview') XXXXXXXXXXX XXXXXXXXXX XXXXXXXXXX XXXXXXBBB BBBBBBBBBBB BBBBBBBBBXX gettext(u'Cancel') XXXXXXXXXX
    XXXXXXX
  XXXXXX
BBBBBBBB
