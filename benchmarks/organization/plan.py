"""What is planted where."""
import random

from words import account_id, unit_of


class Planted:
    def __init__(self):
        self.users, self.roles, self.policies, self.resources = [], [], [], []
        self.scps, self.rcps = [], []


class Plan:
    """Accounts by number, and what each has beside the others."""

    def __init__(self, accounts, seed):
        self.accounts = accounts
        self.files = {}  # of organization policies
        self._choices = random.Random(seed)
        self._planted = {}

    def __getitem__(self, i):
        return self._planted.setdefault(i, Planted())

    def accounts_in(self, count, *units):
        """That many accounts of the units, as (number, id). The fourth account stays as it is."""
        all_of_them = [i for i in range(4, self.accounts) if unit_of(i) in units]
        return [(i, account_id(i)) for i in self._choices.sample(all_of_them, count)]

    def account_in(self, *units):
        return self.accounts_in(1, *units)[0]

    def add_resource(self, i, kind, name, document=None):
        self[i].resources.append((kind, name, document))

    def add_scp(self, i, name, document):
        self.files[f"policies/{name}.json"] = document
        self[i].scps.append(f"policies/{name}.json")

    def add_rcp(self, i, name, document):
        self.files[f"policies/{name}.json"] = document
        self[i].rcps.append(f"policies/{name}.json")
