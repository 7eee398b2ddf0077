package io.clickreel.delivery;

/** What an instance of the model gets from outside. */
enum ModelEvent {
    STARTED_WITHOUT_PARTITION,
    ASSIGNED,
    READ_COMMIT_OF_FIRST_TOPIC,
    READ_COMMIT_OF_NEXT_TOPIC,
    READ_CLOSED_END,
    READ_INSERTED_END,
    TURN_EARLY,
    TURN_LATE,
    ANSWERED,
    FAILED,
    FETCHED,
    REVOKED,
    LOST,
    /** It looks at the contract's file, which was edited. */
    SAW_CONTRACT
}
