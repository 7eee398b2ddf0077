/** Infers what a sample of events says of their contract and table; knows neither Kafka nor the command line. */
@NullMarked
package io.clickreel.infer;

import org.jspecify.annotations.NullMarked;
