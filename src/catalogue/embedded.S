/* The generated catalogue as read-only data (image.h reads it in place). */
        .section .rodata
        .balign 8
        .globl  postern_catalogue_size
        .hidden postern_catalogue_size
        .type   postern_catalogue_size, %object
        .size   postern_catalogue_size, 8
postern_catalogue_size:
        .quad   catalogue_end - postern_catalogue_data
        .globl  postern_catalogue_data
        .hidden postern_catalogue_data
        .type   postern_catalogue_data, %object
postern_catalogue_data:
        .incbin POSTERN_CATALOGUE_FILE
catalogue_end:
        .size   postern_catalogue_data, catalogue_end - postern_catalogue_data
        .section .note.GNU-stack, "", %progbits
