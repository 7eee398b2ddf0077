package io.clickreel.deadletter;

import java.util.List;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A record's value with its headers, which bypass Camel's filter and conversion of each header. */
@SuppressWarnings("ArrayRecordComponent") // equals of the array component is never used.
record HeadedValue(byte @Nullable [] value, List<Header> headers) {}
