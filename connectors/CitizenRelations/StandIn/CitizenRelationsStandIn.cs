using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Primitives;

namespace Hub.Connectors.CitizenRelations.StandIn;

/// <summary>A citizen relations application (GRC) with its own REST API, its own words and its own key.</summary>
internal static class CitizenRelationsStandIn
{
    private const int LargestBody = 1024 * 1024;
    private const int LongestReference = 100;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private static readonly string[] Canaux = ["web", "guichet", "telephone", "courrier", "courriel"];

    /// <summary>Builds the service; the caller starts it.</summary>
    public static WebApplication Build(string[] arguments, Action<StandInOptions>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(arguments);
        var options = StandInOptions.From(builder.Configuration);
        configure?.Invoke(options);
        builder.WebHost.UseUrls(options.Urls);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = LargestBody);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Ledger>();
        builder.Services.AddSingleton<Demandes>();
        builder.Services.AddSingleton<Behaviours>();
        builder.Services.AddHostedService<CompleteAtStart>();

        var app = builder.Build();
        var api = app.MapGroup("/api/v1").AddEndpointFilter(CheckKeyAsync);
        Map(api.MapPost("/demandes", OuvrirAsync), "ouvrir");
        Map(api.MapGet("/demandes", RechercherAsync), "rechercher");
        Map(api.MapGet("/demandes/{id}", ConsulterAsync), "consulter");
        Map(api.MapPatch("/demandes/{id}", ModifierAsync), "modifier");
        Map(api.MapGet("/doublons", Rapprocher), "doublons");
        Map(app.MapGet("/api/v1/sante", () => new { statut = "ok" }), "sante");
        app.MapGet("/stand-in/behaviour", (Behaviours behaviours) => behaviours.InForce);
        app.MapPost("/stand-in/behaviour", (Behaviour behaviour, Behaviours behaviours) => behaviours.Add(behaviour));
        app.MapDelete("/stand-in/behaviour", (Behaviours behaviours) => behaviours.Clear());
        app.MapGet("/stand-in/health", () => "ok");
        return app;

        void Map(RouteHandlerBuilder route, string operation) => route.AddEndpointFilterFactory((_, next) =>
        {
            var misbehave = new Misbehave(operation, app.Services.GetRequiredService<Behaviours>(), app.Services.GetRequiredService<TimeProvider>());
            return context => misbehave.InvokeAsync(context, next);
        });
    }

    private static async ValueTask<object?> CheckKeyAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var expected = context.HttpContext.RequestServices.GetRequiredService<StandInOptions>().Key;
        return context.HttpContext.Request.Headers["X-Cle-Api"] == expected
            ? await next(context)
            : new Erreur(StatusCodes.Status401Unauthorized, "CLE_INVALIDE", "L'en-tête X-Cle-Api est absent ou sa clé n'est pas connue.");
    }

    private static async Task<IResult> OuvrirAsync(HttpContext http, Demandes demandes)
    {
        var (nouvelle, empreinte, illisible) = await ReadAsync<NouvelleDemande>(http);
        if (nouvelle is null)
        {
            return illisible!; // one of the two is there
        }

        var champs = Check(nouvelle).ToList();
        if (champs.Count > 0)
        {
            return new Erreur(StatusCodes.Status422UnprocessableEntity, "CHAMPS_INVALIDES", "Des champs manquent ou ne sont pas valides.", champs);
        }

        var issue = await demandes.OuvrirAsync(nouvelle, KeyOf(http), empreinte);
        return issue.Demande is { } demande ? Results.Json(demande, Json, statusCode: StatusCodes.Status201Created) : issue.Refus!; // one of the two is there
    }

    private static async Task<IResult> ModifierAsync(string id, HttpContext http, Demandes demandes)
    {
        var (modification, empreinte, illisible) = await ReadAsync<Modification>(http);
        if (modification is null)
        {
            return illisible!; // one of the two is there
        }

        if (modification.Statut is { } statut && !Statuts.Exists(statut))
        {
            return new Erreur(StatusCodes.Status422UnprocessableEntity, "CHAMPS_INVALIDES", "Ce statut n'existe pas.", new Champ("statut", "inconnu"));
        }

        var issue = await demandes.ModifierAsync(id, modification, KeyOf(http), empreinte);
        return issue.Demande is { } demande ? Results.Json(demande, Json) : issue.Refus!; // one of the two is there
    }

    private static async Task<IResult> ConsulterAsync(string id, Demandes demandes) =>
        await demandes.TrouverAsync(id) is { } demande ? Results.Json(demande, Json) : Issue.Inconnue.Refus!; // a refusal by construction

    private static async Task<IResult> RechercherAsync(string? referenceExterne, string? collectivite, Demandes demandes)
    {
        if (string.IsNullOrEmpty(referenceExterne))
        {
            return new Erreur(StatusCodes.Status400BadRequest, "CRITERE_MANQUANT", "Le paramètre referenceExterne est attendu.", new Champ("referenceExterne", "absent"));
        }

        var demande = await demandes.ParReferenceAsync(referenceExterne, collectivite);
        return Results.Json(new { demandes = demande is null ? [] : new[] { demande } }, Json);
    }

    private static IResult Rapprocher(
        string? collectivite, string? nomNaissance, string? prenom, string? dateNaissance,
        string? enfantNom, string? enfantPrenom, string? enfantDateNaissance, string? typeDemande, Demandes demandes)
    {
        if (collectivite is null || (nomNaissance is null && enfantNom is null))
        {
            return new Erreur(StatusCodes.Status400BadRequest, "CRITERE_MANQUANT", "Les paramètres collectivite et nomNaissance ou enfantNom sont attendus.");
        }

        var critere = new Doublons.Critere(nomNaissance, prenom, dateNaissance, enfantNom, enfantPrenom, enfantDateNaissance, typeDemande);
        return Results.Json(new { candidats = Doublons.Chercher(demandes.De(collectivite), critere) }, Json);
    }

    private static IEnumerable<Champ> Check(NouvelleDemande nouvelle)
    {
        if (nouvelle.ReferenceExterne is not { Length: > 0 and <= LongestReference })
        {
            yield return new Champ("referenceExterne", $"1 à {LongestReference} caractères attendus");
        }

        if (nouvelle.Collectivite is not { Length: 9 } siren || !siren.All(char.IsAsciiDigit))
        {
            yield return new Champ("collectivite", "un SIREN de 9 chiffres est attendu");
        }

        if (string.IsNullOrWhiteSpace(nouvelle.TypeDemande))
        {
            yield return new Champ("typeDemande", "absent");
        }

        if (!Canaux.Contains(nouvelle.Canal))
        {
            yield return new Champ("canal", "attendu : " + string.Join(", ", Canaux));
        }

        if (string.IsNullOrWhiteSpace(nouvelle.Usager?.NomNaissance))
        {
            yield return new Champ("usager.nomNaissance", "absent");
        }
    }

    private static async Task<(T? Body, string Digest, IResult? Unreadable)> ReadAsync<T>(HttpContext http)
        where T : class
    {
        using var memory = new MemoryStream();
        await http.Request.Body.CopyToAsync(memory, http.RequestAborted);
        var bytes = memory.ToArray();
        try
        {
            // The route is part of the digest: one key for two routes is one key for two things.
            var digest = Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(http.Request.Path), .. bytes]));
            return JsonSerializer.Deserialize<T>(bytes, Json) is { } body ? (body, digest, null) : (null, "", Unreadable());
        }
        catch (JsonException)
        {
            return (null, "", Unreadable());
        }

        static Erreur Unreadable() => new(StatusCodes.Status400BadRequest, "JSON_ILLISIBLE", "Le corps doit être un objet JSON avec les champs de cette ressource.");
    }

    private static string? KeyOf(HttpContext http) => StringValues.IsNullOrEmpty(http.Request.Headers["Idempotency-Key"]) ? null : http.Request.Headers["Idempotency-Key"].ToString();

    // Before the first call is taken: what a crash left undone.
    private sealed class CompleteAtStart(Demandes demandes) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => demandes.CompleteLedgerAsync();

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
