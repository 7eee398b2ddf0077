/** How Kafka is reached, what it is asked, and how it is read without trusting what others have written into it. */
@NullMarked
package io.clickreel.kafka;

import org.jspecify.annotations.NullMarked;
