/** The route files: which streams they store, what is wrong with them, and how an edit of one is put to work. */
@NullMarked
package io.clickreel.routes;

import org.jspecify.annotations.NullMarked;
