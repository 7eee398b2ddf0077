package io.clickreel.deadletter;

import java.util.List;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A record's value together with the record's headers, past Camel's filter and conversion of each header. */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
record HeadedValue(byte @Nullable [] value, List<Header> headers) {}
