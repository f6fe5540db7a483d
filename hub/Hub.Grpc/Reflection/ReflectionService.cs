using Grpc.Reflection.V1;

namespace Grpc.Core.Reflection;

/// <summary>The standard reflection service, version 1.</summary>
internal sealed class ReflectionService(SymbolIndex symbols) : ServerReflection.ServerReflectionBase
{
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream, IServerStreamWriter<ServerReflectionResponse> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken).ConfigureAwait(false))
        {
            await responseStream.WriteAsync(Answer(symbols, requestStream.Current), context.CancellationToken).ConfigureAwait(false);
        }
    }

    public static ServerReflectionResponse Answer(SymbolIndex symbols, ServerReflectionRequest request)
    {
        var response = new ServerReflectionResponse { ValidHost = request.Host, OriginalRequest = request };
        switch (request.MessageRequestCase)
        {
            case ServerReflectionRequest.MessageRequestOneofCase.ListServices:
                response.ListServicesResponse = new ListServiceResponse
                {
                    Service = { symbols.ServiceNames.Select(name => new ServiceResponse { Name = name }) },
                };
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileByFilename:
                AnswerFile(response, symbols.FindByName(request.FileByFilename), "file");
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol:
                AnswerFile(response, symbols.FindBySymbol(request.FileContainingSymbol), "symbol");
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType when symbols.HasMessage(request.AllExtensionNumbersOfType):
                // proto3 messages have no extensions: the list is known and empty.
                response.AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = request.AllExtensionNumbersOfType };
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType:
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingExtension:
                response.ErrorResponse = Error(StatusCode.NotFound, "There is no such extension or type here.");
                break;
            default:
                response.ErrorResponse = Error(StatusCode.InvalidArgument, "The request must ask for something: set one of its message_request fields.");
                break;
        }

        return response;
    }

    private static void AnswerFile(ServerReflectionResponse response, Google.Protobuf.Reflection.FileDescriptor? file, string what)
    {
        if (file is null)
        {
            response.ErrorResponse = Error(StatusCode.NotFound, $"There is no such {what} here. Ask list_services for what there is.");
        }
        else
        {
            response.FileDescriptorResponse = new FileDescriptorResponse { FileDescriptorProto = { SymbolIndex.WithImports(file) } };
        }
    }

    private static ErrorResponse Error(StatusCode code, string message) => new() { ErrorCode = (int)code, ErrorMessage = message };
}
