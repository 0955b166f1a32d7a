#pragma once
#include <limits.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/pkcs12err.h>
#include <openssl/x509.h>
#include <pthread.h>
#include <stddef.h>

// Function-like macros of OpenSSL, which Swift does not import.

static inline void copenssl_free(void *memory) { OPENSSL_free(memory); }

/// Overwrites the memory before it is given back.
static inline void copenssl_clear_free(void *memory, size_t count) { OPENSSL_clear_free(memory, count); }

/// The bytes a memory BIO holds; they stay its own.
static inline long copenssl_mem_data(BIO *bio, char **data) { return BIO_get_mem_data(bio, data); }

/// Empties this thread's error queue; 1 when it tells that a PKCS #8 document was decrypted, but to nothing sensible: by a wrong key
/// the last block has no proper padding or, one time in 256, proper padding and no document.
static inline int copenssl_take_decryption_errors(void) {
    int found = 0;
    for (unsigned long code = ERR_get_error(); code != 0; code = ERR_get_error()) {
        int reason = ERR_GET_REASON(code);
        found |= ERR_GET_LIB(code) == ERR_LIB_PKCS12
            && (reason == PKCS12_R_PKCS12_CIPHERFINAL_ERROR || reason == PKCS12_R_DECODE_ERROR);
    }
    return found;
}

// SHA-256 with one context per thread: fetching the algorithm and making a context cost more than hashing 64 bytes.
// A context belongs to its thread alone, so there is nothing to lock; it is freed when the thread ends.

// Swift emits a variable of a header only when it has an initial value.
static _Thread_local EVP_MD_CTX *copenssl_sha256_context = NULL;
static pthread_key_t copenssl_sha256_key = 0;
static pthread_once_t copenssl_sha256_once = PTHREAD_ONCE_INIT;

static void copenssl_sha256_end_thread(void *context) {
    copenssl_sha256_context = NULL;
    EVP_MD_CTX_free((EVP_MD_CTX *)context);
}

static void copenssl_sha256_start(void) { pthread_key_create(&copenssl_sha256_key, copenssl_sha256_end_thread); }

static inline EVP_MD_CTX *copenssl_sha256_make_context(void) {
    EVP_MD *algorithm = EVP_MD_fetch(NULL, "SHA2-256", NULL);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    int ready = algorithm != NULL && context != NULL && EVP_DigestInit_ex2(context, algorithm, NULL) == 1;
    EVP_MD_free(algorithm);  // The context keeps a reference of its own.
    if (!ready) {
        EVP_MD_CTX_free(context);
        return NULL;
    }
    pthread_once(&copenssl_sha256_once, copenssl_sha256_start);
    pthread_setspecific(copenssl_sha256_key, context);
    copenssl_sha256_context = context;
    return context;
}

/// Begins a hash in this thread's context. NULL when libcrypto has no SHA-256 or no memory.
static inline EVP_MD_CTX *copenssl_sha256_begin(void) {
    EVP_MD_CTX *context = copenssl_sha256_context;
    if (context == NULL) return copenssl_sha256_make_context();
    // Without an algorithm argument the context keeps the one it has, and no shared reference count is touched.
    return EVP_DigestInit_ex2(context, NULL, NULL) == 1 ? context : NULL;
}

/// 1 when 32 bytes were written to `out`.
static inline int copenssl_sha256(const void *bytes, size_t count, void *out) {
    EVP_MD_CTX *context = copenssl_sha256_begin();
    return context != NULL && EVP_DigestUpdate(context, bytes, count) == 1
        && EVP_DigestFinal_ex(context, (unsigned char *)out, NULL) == 1;
}

/// The hash of two byte strings, one after the other.
static inline int copenssl_sha256_pair(const void *first, size_t first_count, const void *second, size_t second_count, void *out) {
    EVP_MD_CTX *context = copenssl_sha256_begin();
    return context != NULL && EVP_DigestUpdate(context, first, first_count) == 1
        && EVP_DigestUpdate(context, second, second_count) == 1
        && EVP_DigestFinal_ex(context, (unsigned char *)out, NULL) == 1;
}

/// A public key on a named curve from an encoded point; NULL on failure.
static inline EVP_PKEY *copenssl_ec_public_key(const char *group, const unsigned char *point, size_t count) {
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    // The parameters are only read; their type is shared with functions that write.
    OSSL_PARAM parameters[3] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)group, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, (void *)point, count),
        OSSL_PARAM_construct_end(),
    };
    if (context != NULL && EVP_PKEY_fromdata_init(context) == 1) EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters);
    EVP_PKEY_CTX_free(context);
    return key;
}
