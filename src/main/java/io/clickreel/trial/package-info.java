/** Records tried before they count: decoded as the pipeline does, and stored in a table that is dropped again. */
@NullMarked
package io.clickreel.trial;

import org.jspecify.annotations.NullMarked;
