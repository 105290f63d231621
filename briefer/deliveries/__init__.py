"""Adapters that hand mails over: each is made from the `[mail]` table and is a `briefer.model.Delivery`."""
