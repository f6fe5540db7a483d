using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Hub.Server.Web;

/// <summary>
/// What the framework cannot see when it describes the interface (OpenAPI 3.1): how callers show who they are, the bodies that
/// routes read by themselves, and that every refusal is a problem document.
/// </summary>
internal static class OpenApiDescription
{
    private const string KeyScheme = "apiKey";

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Hub d'interopérabilité des collectivités",
                Version = typeof(OpenApiDescription).Assembly.GetName().Version?.ToString(3) ?? "0",
                Description = "Demandes d'usagers, parcours, schémas, connecteurs. / Citizen requests, journeys, schemas, connectors.",
                License = new OpenApiLicense { Name = "Apache-2.0", Url = new Uri("https://www.apache.org/licenses/LICENSE-2.0") },
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[KeyScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "Authorization",
                Description = "ApiKey KEY",
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var rule = context.Description.ActionDescriptor.EndpointMetadata.OfType<AccessRule>().LastOrDefault();
            if (rule is not OpenRule)
            {
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, context.Document)] = [] }];
            }

            // One name an operation: a route that answers to two methods is two operations.
            if (context.Description.HttpMethod == "PUT" && operation.OperationId == "importWorkflowDefinition")
            {
                operation.OperationId = "replaceWorkflowDefinition";
            }

            if (operation.RequestBody is null && context.Description.HttpMethod is "POST" or "PUT" && context.Description.ActionDescriptor.EndpointMetadata.OfType<BodyKind>().LastOrDefault() is { } body)
            {
                operation.RequestBody = new OpenApiRequestBody
                {
                    Required = true,
                    Content = body.MediaTypes.ToDictionary(type => type, _ => new OpenApiMediaType { Schema = new OpenApiSchema() }),
                };
            }

            operation.Responses ??= [];
            operation.Responses["default"] = new OpenApiResponse
            {
                Description = "Refus, expliqué en français ou en anglais. / A refusal, explained in French or English (RFC 9457).",
                Content = new Dictionary<string, OpenApiMediaType> { [ProblemResults.ContentType] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object } } },
            };
            return Task.CompletedTask;
        });
    }
}

/// <summary>The bodies that a route reads by itself, for its description.</summary>
public sealed record BodyKind(params IReadOnlyList<string> MediaTypes)
{
    /// <summary>A JSON document.</summary>
    public static BodyKind Json { get; } = new("application/json");

    /// <summary>A JSON document, alone or in a CloudEvent.</summary>
    public static BodyKind Message { get; } = new("application/json", "application/cloudevents+json");

    /// <summary>Any bytes.</summary>
    public static BodyKind Bytes { get; } = new("application/octet-stream");
}
