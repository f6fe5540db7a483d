using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Connectors.CitizenRelations.Cases;

namespace Hub.Connectors.CitizenRelations.Grc;

/// <summary>Speaks to the application's REST API and says of each call how it ended; never throws for what the application does.</summary>
internal sealed class GrcClient(HttpClient http, CitizenRelationsOptions options, TimeProvider time)
{
    private const long LongestAnswer = 4 * 1024 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public Task<(GrcDemande? Body, CaseFailure? Failure)> OpenAsync(GrcNouvelleDemande demande, string key, CancellationToken cancellationToken) =>
        CallAsync<GrcDemande>(HttpMethod.Post, "api/v1/demandes", demande, key, cancellationToken);

    public Task<(GrcDemande? Body, CaseFailure? Failure)> UpdateAsync(string id, GrcModification modification, string key, CancellationToken cancellationToken) =>
        CallAsync<GrcDemande>(HttpMethod.Patch, "api/v1/demandes/" + Uri.EscapeDataString(id), modification, key, cancellationToken);

    public Task<(GrcDemande? Body, CaseFailure? Failure)> ReadAsync(string id, CancellationToken cancellationToken) =>
        CallAsync<GrcDemande>(HttpMethod.Get, "api/v1/demandes/" + Uri.EscapeDataString(id), null, null, cancellationToken);

    /// <summary>The case of that reference, or neither case nor failure where there is none.</summary>
    public async Task<(GrcDemande? Body, CaseFailure? Failure)> FindAsync(string reference, string tenant, CancellationToken cancellationToken)
    {
        var path = Query("api/v1/demandes", ("referenceExterne", reference), ("collectivite", tenant));
        var (list, failure) = await CallAsync<GrcListe>(HttpMethod.Get, path, null, null, cancellationToken);
        return (list is { Demandes: [var demande, ..] } ? demande : null, failure);
    }

    public Task<(GrcCandidats? Body, CaseFailure? Failure)> FindDuplicatesAsync((string Name, string? Value)[] criteria, CancellationToken cancellationToken) =>
        CallAsync<GrcCandidats>(HttpMethod.Get, Query("api/v1/doublons", criteria), null, null, cancellationToken);

    /// <summary>Null when the application works and takes our key.</summary>
    public async Task<CaseFailure?> CheckAsync(CancellationToken cancellationToken) =>
        (await FindAsync("verification-de-la-connexion", "", cancellationToken)).Failure;

    private async Task<(T? Body, CaseFailure? Failure)> CallAsync<T>(
        HttpMethod method, string path, object? body, string? key, CancellationToken cancellationToken)
        where T : class
    {
        var isEffect = method != HttpMethod.Get;
        using var request = new HttpRequestMessage(method, new Uri(options.Endpoint, path));
        request.Headers.Add("X-Cle-Api", options.Key);
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType(), options: Json);
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.Timeout);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            if (response.Content.Headers.ContentLength > LongestAnswer)
            {
                return (null, CaseFailure.Unavailable("answer too long", outcomeUnknown: isEffect));
            }

            var bytes = await response.Content.ReadAsByteArrayAsync(deadline.Token);
            return response.IsSuccessStatusCode
                ? (JsonSerializer.Deserialize<T>(bytes, Json), null)
                : (null, FailureOf(response, bytes, isEffect));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, CaseFailure.Late(options.Timeout) with { OutcomeUnknown = isEffect });
        }
        catch (JsonException)
        {
            return (null, CaseFailure.Unavailable("not JSON as agreed", outcomeUnknown: isEffect));
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or SocketException)
        {
            // Where no connection was made, nothing was sent; otherwise the application may have done it.
            // A bare SocketException is of the time before: the connection was reset while it was being taken up.
            var error = lost is SocketException ? HttpRequestError.ConnectionError : (lost as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;
            var nothingSent = error is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;
            return (null, CaseFailure.Unavailable(error.ToString(), outcomeUnknown: isEffect && !nothingSent));
        }
    }

    private CaseFailure FailureOf(HttpResponseMessage response, byte[] bytes, bool isEffect)
    {
        var (status, error) = ((int)response.StatusCode, ErrorOf(bytes));
        var fields = string.Join(", ", (error?.Champs ?? []).Select(champ => champ.Nom).Where(name => name is { Length: > 0 and < 80 }).Take(20));
        return (response.StatusCode, error?.Code) switch
        {
            (HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity, _) => CaseFailure.Invalid(
                $"La GRC refuse la demande ; champs en cause : {(fields.Length > 0 ? fields : "non précisés")}.",
                $"The citizen relations application refuses the request; fields concerned: {(fields.Length > 0 ? fields : "not told")}."),
            (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, _) => new CaseFailure(
                "unauthorized", "La GRC refuse la clé du connecteur ; vérifiez CITIZENRELATIONS__KEY. / The citizen relations application refuses the connector's key; check CITIZENRELATIONS__KEY."),
            (HttpStatusCode.NotFound, _) => UnknownCase,
            (HttpStatusCode.Conflict, "REFERENCE_DEJA_UTILISEE") => ReferenceTaken,
            (HttpStatusCode.Conflict, "CLE_REUTILISEE") => new CaseFailure(
                "keyReused", "Cette clé d'idempotence a déjà servi pour autre chose. / This idempotency key was already used for something else."),
            (HttpStatusCode.Conflict, _) => new CaseFailure(
                "notAllowed", "L'état du dossier ne permet pas cette modification. / The state of the case does not allow this change."),
            (HttpStatusCode.TooManyRequests, _) => new CaseFailure(
                "throttled", "La GRC demande de ralentir. / The citizen relations application asks to slow down.", Retryable: true, RetryAfterOf(response)),
            // 503 says that nothing was taken; any other 5xx may come after the work was done.
            _ when status >= 500 => CaseFailure.Unavailable($"HTTP {status}", RetryAfterOf(response), isEffect && status != 503),
            _ => new CaseFailure("unexpected", $"Réponse inattendue de la GRC (HTTP {status}). / Unexpected answer from the citizen relations application (HTTP {status})."),
        };
    }

    public static CaseFailure ReferenceTaken { get; } = new(
        "referenceTaken", "Un autre dossier porte déjà cette référence externe. / Another case already has this external reference.");

    public static CaseFailure UnknownCase { get; } = new(
        "unknownCase", "La GRC ne connaît pas ce dossier. / The citizen relations application does not know this case.");

    private static GrcErreurDetail? ErrorOf(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<GrcErreur>(bytes, Json)?.Erreur;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    private static string Query(string path, params (string Name, string? Value)[] parameters) =>
        path + "?" + string.Join('&', parameters.Where(parameter => !string.IsNullOrEmpty(parameter.Value)).Select(parameter => parameter.Name + "=" + Uri.EscapeDataString(parameter.Value!))); // empty ones are gone
}
