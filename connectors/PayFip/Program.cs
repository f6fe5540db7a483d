using Hub.Connectors.PayFip;
using Hub.Connectors.PayFip.HubSide;
using Hub.Connectors.PayFip.Payments;
using Hub.Connectors.Sdk;

var builder = ConnectorHost.CreateBuilder(args).UseManifest("connector.yaml");
if (!PayFipOptions.TryRead(builder.Configuration, out var options, out var mistakes))
{
    Console.Error.WriteLine(string.Join(Environment.NewLine, mistakes));
    return 2;
}

builder.Web.WebHost.UseUrls(options.Urls);
builder.Web.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning);
builder.Services.AddPayFip(options);
builder.Services.AddSingleton<PaymentCommands>();
builder.Services.AddHostedService<HealthWatch>();
builder.Services.AddSingleton<PublishSettlement>(services =>
{
    // Once the event lies in the box on disk, the SDK brings it to the hub.
    var hub = services.GetRequiredService<HubClient>();
    return (intent, settlement, cancellationToken) => hub.EnqueueAsync(SettlementEvent.Of(intent, settlement), cancellationToken);
});

await using var app = builder.Build();
app.Web.MapPayFip();
app.Handle<PaymentCommands>("requestPayment", (commands, command, cancellationToken) => commands.RequestAsync(command, cancellationToken));
app.Handle<PaymentCommands>("readPayment", (commands, command, cancellationToken) => commands.ReadAsync(command, cancellationToken));
await app.RunAsync();
return 0;
