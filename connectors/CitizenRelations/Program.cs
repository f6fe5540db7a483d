using Hub.Connectors.CitizenRelations;
using Hub.Connectors.CitizenRelations.HubSide;
using Hub.Connectors.Sdk;

var builder = ConnectorHost.CreateBuilder(args).UseManifest("connector.yaml");
builder.Web.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning);
if (!CitizenRelationsOptions.TryRead(builder.Configuration, out var options, out var mistakes))
{
    Console.Error.WriteLine(string.Join(Environment.NewLine, mistakes));
    return 2;
}

builder.Services.AddCitizenRelations(options);
builder.Services.AddSingleton<CaseCommands>();
builder.Services.AddHostedService<HealthWatch>();

await using var app = builder.Build();
app.Handle<CaseCommands>("openCase", (commands, command, cancellationToken) => commands.OpenAsync(command, cancellationToken));
app.Handle<CaseCommands>("updateCase", (commands, command, cancellationToken) => commands.UpdateAsync(command, cancellationToken));
app.Handle<CaseCommands>("closeCase", (commands, command, cancellationToken) => commands.CloseAsync(command, cancellationToken));
app.Handle<CaseCommands>("readCase", (commands, command, cancellationToken) => commands.ReadAsync(command, cancellationToken));
app.Handle<CaseCommands>("findDuplicates", (commands, command, cancellationToken) => commands.FindDuplicatesAsync(command, cancellationToken));
await app.RunAsync();
return 0;
