package dev.creditledger.api.account;

import dev.creditledger.api.json.Fields;
import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.security.Roles;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.account.AccountCommand;
import dev.creditledger.domain.account.AccountId;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Every change that can be asked of an account that exists: where, by whom, and how its body becomes the command. */
public enum Change {
    GRANT("/grants"),
    REVOCATION("/grants/{id}/revocation"),
    DEDUCTION("/deductions"),
    REVERSAL("/deductions/{id}/reversal"),
    USAGE("/usage"),
    HOLD("/holds"),
    CAPTURE("/holds/{id}/capture"),
    RELEASE("/holds/{id}/release"),
    FREEZE("/freeze"),
    UNFREEZE("/unfreeze"),
    CLOSURE("/closure"),
    WRITE_OFF("/uncovered/write-off");

    static final String ROOT = "/api/v1/accounts";
    private final String path;

    Change(String path) {
        this.path = path;
    }

    Set<Role> allowed() {
        return switch (this) {
            case GRANT, REVOCATION, FREEZE, UNFREEZE, CLOSURE, WRITE_OFF -> Roles.ADMINS;
            case DEDUCTION, REVERSAL, USAGE, HOLD, CAPTURE, RELEASE -> Roles.SERVICES;
        };
    }

    /** Whether it charges for a feature, which a service token may be narrowed to. */
    boolean charges() {
        return this == DEDUCTION || this == USAGE || this == CAPTURE;
    }

    /** Whether it is about a grant, deduction or hold that its path names. */
    public boolean hasPart() {
        return path.contains("{id}");
    }

    /** What to answer when there can be no such grant, deduction or hold. */
    Problem partMissing() {
        return switch (this) {
            case REVOCATION -> Problem.GRANT_NOT_FOUND;
            case REVERSAL -> Problem.DEDUCTION_NOT_FOUND;
            case CAPTURE, RELEASE -> Problem.HOLD_NOT_FOUND;
            case GRANT, DEDUCTION, USAGE, HOLD, FREEZE, UNFREEZE, CLOSURE, WRITE_OFF -> Problem.NOT_FOUND;
        };
    }

    AccountCommand command(ChangeReader reader, Fields body, Target target) {
        return switch (this) {
            case GRANT -> reader.grant(body, target);
            case REVOCATION -> reader.revocation(body, target);
            case DEDUCTION -> reader.deduction(body, target);
            case REVERSAL -> reader.reversal(body, target);
            case USAGE -> reader.usage(body, target);
            case HOLD -> reader.hold(body, target);
            case CAPTURE -> reader.capture(body, target);
            case RELEASE -> reader.release(body, target);
            case FREEZE -> reader.freeze(body, target);
            case UNFREEZE -> reader.unfreeze(body, target);
            case CLOSURE -> reader.closure(body, target);
            case WRITE_OFF -> reader.writeOff(body, target);
        };
    }

    /** The path of the call, spelled in the one way that the ids have. */
    String path(AccountId account, Optional<UUID> part) {
        var tail = part.isPresent() ? path.replace("{id}", part.get().toString()) : path;
        return ROOT + '/' + account + tail;
    }
}
