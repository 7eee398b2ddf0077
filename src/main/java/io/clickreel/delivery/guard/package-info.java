/** What is refused or reported, because records would be lost, doubled, or dead by the thousand. */
@NullMarked
package io.clickreel.delivery.guard;

import org.jspecify.annotations.NullMarked;
