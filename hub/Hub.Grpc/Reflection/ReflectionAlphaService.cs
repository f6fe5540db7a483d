using Google.Protobuf;
using Grpc.Reflection.V1Alpha;

namespace Grpc.Core.Reflection;

/// <summary>The reflection service under its older name, which many tools still ask first. Same bytes on the wire as version 1.</summary>
internal sealed class ReflectionAlphaService(SymbolIndex symbols) : ServerReflection.ServerReflectionBase
{
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream, IServerStreamWriter<ServerReflectionResponse> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken).ConfigureAwait(false))
        {
            var request = Grpc.Reflection.V1.ServerReflectionRequest.Parser.ParseFrom(requestStream.Current.ToByteString());
            var response = ServerReflectionResponse.Parser.ParseFrom(ReflectionService.Answer(symbols, request).ToByteString());
            await responseStream.WriteAsync(response, context.CancellationToken).ConfigureAwait(false);
        }
    }
}
