"""`gongzhi notice-text`: what is posted in a chat group, and the sheet that hangs on the notice board."""
