/**
 * One process of an application vends for the others: the questions and answers between them, and
 * what either side does with them. Knows nothing of how they travel.
 */
@NullMarked
package io.github.s3agrants.application;

import org.jspecify.annotations.NullMarked;
