"""One run that is stepped from outside, a tick at a time, and what a nation weighs before the tick that comes."""
