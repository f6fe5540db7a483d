using Google.Protobuf;
using Grpc.Core;
using Hub.Connector.V1;
using Hub.Server.Web;

namespace Hub.Server.Channels.Grpc;

/// <summary>A refusal in gRPC's form: a status, both languages in its message, and each mistake of the payload in a trailer.</summary>
internal static class GrpcProblems
{
    private const string ErrorsTrailer = "hub-errors-bin";

    public static RpcException ToException(Problem problem)
    {
        var trailers = new Metadata();
        if (problem.Errors.Count > 0)
        {
            var errors = new ValidationErrors();
            errors.Errors.AddRange(problem.Errors.Select(error => new ValidationError
            {
                InstanceLocation = error.InstanceLocation,
                KeywordLocation = error.KeywordLocation,
                MessageFr = error.Message.Fr,
                MessageEn = error.Message.En,
            }));
            trailers.Add(ErrorsTrailer, errors.ToByteArray());
        }

        if (problem.RetryAfter is { } wait)
        {
            trailers.Add(Refusals.PushBackHeader, ((long)wait.TotalMilliseconds).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return new RpcException(new Status(StatusOf(problem), $"{problem.Detail.Fr} / {problem.Detail.En}"), trailers);
    }

    private static StatusCode StatusOf(Problem problem) => problem.Status switch
    {
        400 or 415 or 422 => StatusCode.InvalidArgument,
        401 => StatusCode.Unauthenticated,
        403 => StatusCode.PermissionDenied,
        404 => StatusCode.NotFound,
        409 => StatusCode.AlreadyExists,
        413 or 429 => StatusCode.ResourceExhausted,
        503 or 507 => StatusCode.Unavailable,
        _ => StatusCode.Internal,
    };
}
