/** What a valid event is: how its JSON is read, and the reason why a record is refused. */
@NullMarked
package io.clickreel.contract;

import org.jspecify.annotations.NullMarked;
