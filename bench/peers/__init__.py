"""Who is compared, in the order of the tables. One file for each program."""

from peers.morgue import Bare, Morgue, MorgueWithoutNames
from peers.omega import Omega
from peers.postgres import Postgres
from peers.recoll import Recoll
from peers.ripgrep import Ripgrep
from peers.sqlite import Sqlite

PEERS = [Bare, Morgue, MorgueWithoutNames, Recoll, Omega, Sqlite, Postgres, Ripgrep]
