BBBBBBB BBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBBB BBB BB BBBBBB BBBBBBBBBBB X BBBBBBBBBBB gettext(u'Reform tasks')  X  gettext(u'Motcua') BBBBBBBB
BBBBB BBBBBBBBBB gettext(u'Reform plan') BB BBBB BB BBBBBBB BBBBBBBBBBBBB
BBBBB BBBBBBB
   gettext(u'Reform plan') BBBB BBBBBBBBBB BBBB
  BB BBBB BB BBBBBB gettext(u'Nothing to do')  gettext(u'Open tasks that you are in charge of appear here, and those of your unit that nobody is in charge of yet.') 
  BBBB BBBB BB BBBBBBBBBBBB gettext(u'No report waits')  gettext(u'Tasks reported done appear here until a colleague confirms or returns them.') 
  BBBB gettext(u'No tasks in this year yet')  gettext(u'Tasks appear here when the plan is issued, or when a leader, a meeting or the province gives one.') BBBBB
  BBBBBBB BBBBBBBBBBBBBB BBBB BBBBBBBBB
BBBBBBBB
