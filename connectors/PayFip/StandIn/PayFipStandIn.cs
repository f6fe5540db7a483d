using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Hub.Connectors.PayFip.StandIn.Soap;

namespace Hub.Connectors.PayFip.StandIn;

/// <summary>The outside world's payment service: a SOAP service, a payment page, and a citizen who pays.</summary>
internal static class PayFipStandIn
{
    private const long LargestBody = 64 * 1024;

    /// <summary>Builds the service; the caller starts it.</summary>
    public static WebApplication Build(string[] arguments, Action<StandInOptions>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(arguments);
        var options = StandInOptions.From(builder.Configuration);
        configure?.Invoke(options);
        builder.WebHost.UseUrls(options.Urls);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = LargestBody);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault;
        });
        builder.Services.AddHttpClient("notification", client => client.Timeout = TimeSpan.FromSeconds(10));
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Ledger>();
        builder.Services.AddSingleton<Payments>();
        builder.Services.AddSingleton<Behaviours>();
        builder.Services.AddSingleton<Citizen>();
        builder.Services.AddSingleton<PaymentService>();
        builder.Services.AddSingleton<PaymentPage>();
        builder.Services.AddHostedService<ResumeAtStart>();

        var app = builder.Build();
        app.MapGet("/tpa/services/securite", (HttpContext http) => Results.Text(Wsdl.At($"{http.Request.Scheme}://{http.Request.Host}{http.Request.Path}"), "text/xml"));
        app.MapPost("/tpa/services/securite", (HttpContext http, PaymentService service) => service.HandleAsync(http));
        app.MapGet("/tpa/paiementws.web", (string? idop, HttpContext http, PaymentPage page) => page.Show(idop, http));
        app.MapPost("/tpa/paiementws.web", (string? idop, HttpContext http, PaymentPage page) => page.DecideAsync(idop, http));
        app.MapGet("/stand-in/behaviour", (Behaviours behaviours) => behaviours.InForce);
        app.MapPost("/stand-in/behaviour", Tell);
        app.MapDelete("/stand-in/behaviour", (Behaviours behaviours) => behaviours.Clear());
        app.MapGet("/stand-in/health", () => "ok");
        return app;
    }

    private static IResult Tell(Behaviour behaviour, Behaviours behaviours)
    {
        try
        {
            behaviours.Add(behaviour);
            return Results.NoContent();
        }
        catch (Exception unusable) when (unusable is RegexParseException or NotSupportedException)
        {
            return Results.Problem("refdet: a regular expression without look-around or back-references is expected.", statusCode: StatusCodes.Status400BadRequest);
        }
    }

    // Before the first call is taken: what a crash left undone.
    private sealed class ResumeAtStart(Payments payments, Citizen citizen) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await payments.CompleteLedgerAsync();
            citizen.Resume();
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
