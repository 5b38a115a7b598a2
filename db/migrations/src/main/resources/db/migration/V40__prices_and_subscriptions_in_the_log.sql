-- What can happen to the price book and to subscriptions, and what they change for accounts: a grant that repays usage
-- nobody had paid for, a deduction that says its tier and margin, or what it left uncovered.
INSERT INTO log.event_type (id, name, version)
VALUES (15, 'account.credits-granted', 2),
       (16, 'account.grant-activated', 2),
       (17, 'account.credits-deducted', 2),
       (18, 'account.grant-reduced', 1),
       (19, 'account.uncovered-written-off', 1),
       (20, 'subscription.changed', 1),
       (21, 'subscription.renewed', 1),
       (22, 'pricing.book-opened', 1),
       (23, 'pricing.models-priced', 1),
       (24, 'pricing.model-retired', 1),
       (25, 'pricing.margin-set', 1),
       (26, 'pricing.feature-priced', 1);
