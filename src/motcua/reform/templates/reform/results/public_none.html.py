BBBBBBB BBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Reform index')  X  gettext(u'Motcua') BBBBBBBB
BBBBB BBBBBBBBBB gettext(u'Reform index') BBBBBBBB
BBBBB BBBBBBB
   gettext(u'No result has been published yet')  gettext(u'The result of a year appears here as soon as it is published.') 
  BBBBBBB BBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBB BBBB
BBBBBBBB
