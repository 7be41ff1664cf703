BBBBBBB BBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Results and ranking')  X  gettext(u'Motcua') BBBBBBBB
BBBBB BBBBBBBBBB gettext(u'Results and ranking') BBBBBBBB
BBBBB BBBBBBB
   gettext(u'No round has begun yet')  gettext(u'The ranking appears here when the standing body has begun a round.') 
  BBBBBBB BBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBB BBBB
BBBBBBBB
