namespace Grpc.Core;

/// <summary>How a call ended, with the numbers of the gRPC specification.</summary>
public enum StatusCode
{
    /// <summary>The call succeeded.</summary>
    OK = 0,

    /// <summary>The caller gave up.</summary>
    Cancelled = 1,

    /// <summary>Something failed and nothing more precise is known.</summary>
    Unknown = 2,

    /// <summary>The argument is wrong whatever the state of the system.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed before the call ended; its effect may have taken place.</summary>
    DeadlineExceeded = 4,

    /// <summary>What was asked for does not exist.</summary>
    NotFound = 5,

    /// <summary>What was to be created exists already.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A quota, a size limit or a store is exhausted.</summary>
    ResourceExhausted = 8,

    /// <summary>The system is not in the state that the call needs.</summary>
    FailedPrecondition = 9,

    /// <summary>A conflict with another call stopped this one.</summary>
    Aborted = 10,

    /// <summary>A value is past its valid range.</summary>
    OutOfRange = 11,

    /// <summary>The method does not exist or is not supported here.</summary>
    Unimplemented = 12,

    /// <summary>The protocol was broken or an invariant did not hold.</summary>
    Internal = 13,

    /// <summary>The service cannot be reached now; trying again later may succeed.</summary>
    Unavailable = 14,

    /// <summary>Data was lost or is damaged beyond repair.</summary>
    DataLoss = 15,

    /// <summary>The caller did not say who it is, or could not prove it.</summary>
    Unauthenticated = 16,
}
