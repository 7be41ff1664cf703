BBBBBBB BBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Assign from the province')  X  gettext(u'Motcua') BBBBBBBB
BBBBB BBBBBBBBBBBXXXX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXX XXXXXXXXXXXX gettext(u'You are here') XXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBXX gettext(u'Reform plan') XXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXX gettext(u'Assign from the province') XXXXXXXXXXXXXXXXXXXXXXXBBBBBBBB
BBBBB BBBBBBBBBB gettext(u'Assign from the province') BBBBBBBB
BBBBB BBBBBBB
  XX XXXXXXXXXXXXXXXX gettext(u"A task of the People's Committee for one agency. The agency chooses who does it; the province confirms it, and only the province can grant a new date or cancel it.")   gettext(u"Those of the standing body itself are given and judged by the People's Committee.") XXXX
  BB BBBBBBBBXX XXXXXXXXXXXXXX XXXXXXXXX ngettext(u'A term shorter than %(n)s working day may be given, but such a task is not counted in the share done in time.', u'A term shorter than %(n)s working days may be given, but such a task is not counted in the share done in time.', count) S SSSS SSSSSSS SSSS SSSSS SSSSSSS SSS SSS SS SSSSSS SSS SSSS S SSSS SS SSS SSSSSSS SS SSS SSSSS SSSS SS SSSSSP PPPP PPPPPPP PPPP PPPPP PPPPPPP PPPP PPP PP PPPPPP PPP PPPP P PPPP PP PPP PPPPPPP PP PPP PPPPP PPPP PP PPPPPXXXXBBBBB
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBB
  XXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXX XXXXXXXXXXXBBBBBBBBBB
    XXXX XXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXX XXXXXXXXXXXXX gettext(u'Assign the task') XXXXXXXXXXX XXXXXXXXXX XXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBXX gettext(u'Cancel') XXXXXXXXXX
  XXXXXXX
BBBBBBBB
