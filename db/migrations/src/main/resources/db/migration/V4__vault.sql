-- Keys under which personal data is sealed, one per data subject, each wrapped by the master key, which is kept outside
-- the database. A wrapped key is a 96-bit nonce, the 256-bit key encrypted with AES-256-GCM, and a 128-bit tag.

CREATE TABLE vault.subject_key (
    subject      text        NOT NULL,
    generation   integer     NOT NULL,
    wrapped      bytea,
    created_at   timestamptz NOT NULL DEFAULT now(),
    destroyed_at timestamptz,
    CONSTRAINT subject_key_once PRIMARY KEY (subject, generation),
    CONSTRAINT subject_key_subject_length CHECK (length(subject) BETWEEN 1 AND 255),
    CONSTRAINT subject_key_generation_counts_from_1 CHECK (generation >= 1),
    CONSTRAINT subject_key_size CHECK (octet_length(wrapped) = 60),
    CONSTRAINT subject_key_is_gone_once_destroyed CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
);
COMMENT ON TABLE vault.subject_key IS 'Destroying a key erases what the log says about the person. A new generation serves whatever is said about them later.';

CREATE TABLE vault.secret (
    name       text        PRIMARY KEY,
    wrapped    bytea       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT secret_size CHECK (octet_length(wrapped) = 60)
);
COMMENT ON TABLE vault.secret IS 'Keys of the ledger itself: request-fingerprint makes the HMAC that tells a retry from another request.';

GRANT SELECT, INSERT ON vault.subject_key, vault.secret TO ${app_role};
GRANT UPDATE (wrapped, destroyed_at) ON vault.subject_key TO ${app_role};
