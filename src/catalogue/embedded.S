/* Files of data/ as read-only data, as embedded.h has them: `embed NAME, FILE` is the 64-bit word
   NAME_size and the bytes NAME_data. */
        .macro  embed name, file
        .balign 8
        .globl  \name\()_size
        .hidden \name\()_size
        .type   \name\()_size, %object
        .size   \name\()_size, 8
\name\()_size:
        .quad   \name\()_end - \name\()_data
        .globl  \name\()_data
        .hidden \name\()_data
        .type   \name\()_data, %object
\name\()_data:
        .incbin "\file"
\name\()_end:
        .size   \name\()_data, \name\()_end - \name\()_data
        .endm

        .section .rodata
        embed   postern_catalogue, POSTERN_CATALOGUE_FILE
        embed   postern_managed_policies, POSTERN_MANAGED_POLICIES_FILE
        embed   postern_lists, POSTERN_LISTS_FILE
        embed   postern_escalation_paths, POSTERN_ESCALATION_PATHS_FILE
        .section .note.GNU-stack, "", %progbits
