/**
 * How Convoy writes what matters: beside its place first, then renamed, on any Hadoop file system.
 * What the files mean is known to the rooms that write them.
 */
package convoy.preprocessing.storage;
