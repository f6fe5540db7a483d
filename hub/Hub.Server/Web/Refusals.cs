using System.Globalization;
using System.Text;

namespace Hub.Server.Web;

/// <summary>Turns a call away in the form that its caller reads: a problem document, or a gRPC status.</summary>
internal static class Refusals
{
    /// <summary>gRPC's way to say when to try again, in milliseconds (gRPC proposal A6, "pushback").</summary>
    public const string PushBackHeader = "grpc-retry-pushback-ms";

    public static Task RefuseAsync(this HttpContext context, Problem problem, CancellationToken cancellationToken) =>
        context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true
            ? RefuseGrpcAsync(context, problem)
            : context.WriteProblemAsync(problem, cancellationToken);

    /// <summary>gRPC over HTTP/2, "Trailers-Only": status and message are in the headers, HTTP itself says 200.</summary>
    private static Task RefuseGrpcAsync(HttpContext context, Problem problem)
    {
        const int InvalidArgument = 3, PermissionDenied = 7, ResourceExhausted = 8, Unavailable = 14, Unauthenticated = 16;
        var status = problem.Status switch
        {
            400 => InvalidArgument,
            401 => Unauthenticated,
            429 => ResourceExhausted,
            503 => Unavailable,
            _ => PermissionDenied,
        };
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = status.ToString(CultureInfo.InvariantCulture);
        // The message is percent-encoded UTF-8 (gRPC over HTTP/2, "Status-Message").
        context.Response.Headers["grpc-message"] = PercentEncode(problem.Detail.En);
        if (problem.RetryAfter is { } wait)
        {
            context.Response.Headers[PushBackHeader] = ((long)wait.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        }

        return context.Response.CompleteAsync();
    }

    // Only the percent sign and what is not printable ASCII: clients show the rest as it comes.
    private static string PercentEncode(string text) =>
        string.Concat(Encoding.UTF8.GetBytes(text).Select(unit => unit is >= 0x20 and <= 0x7E and not (byte)'%' ? ((char)unit).ToString() : $"%{unit:X2}"));
}
