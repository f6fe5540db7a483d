namespace Grpc.Core;

/// <summary>The outcome of a call: a code, a text for people, and on the client the exception behind it where there is one.</summary>
public readonly record struct Status
{
    /// <summary>Success without a text.</summary>
    public static readonly Status DefaultSuccess = new(StatusCode.OK, string.Empty);

    /// <summary>Given up by the caller, without a text.</summary>
    public static readonly Status DefaultCancelled = new(StatusCode.Cancelled, string.Empty);

    // Null for an empty text, so that default(Status) equals success.
    private readonly string? _detail;

    public Status(StatusCode statusCode, string detail)
        : this(statusCode, detail, debugException: null)
    {
    }

    public Status(StatusCode statusCode, string detail, Exception? debugException)
    {
        StatusCode = statusCode;
        _detail = string.IsNullOrEmpty(detail) ? null : detail;
        DebugException = debugException;
    }

    public StatusCode StatusCode { get; }

    public string Detail => _detail ?? string.Empty;

    /// <summary>The local cause, for logs. Never travels.</summary>
    public Exception? DebugException { get; }

    public override string ToString() => $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\")";
}
