namespace Hub.Server.Web.Admission;

/// <summary>A call that the hub does not take on now, in the words that people read.</summary>
public static class OverloadProblems
{
    /// <summary>The problem that fits a refusal.</summary>
    /// <param name="wait">When to try again.</param>
    public static Problem For(AdmissionRefusal reason, TimeSpan wait) => reason switch
    {
        AdmissionRefusal.KeyRate or AdmissionRefusal.TenantRate => new(
            429,
            "too-many-requests",
            new("Trop d'appels", "Too many calls"),
            reason == AdmissionRefusal.KeyRate
                ? new(
                    "Cette clé a fait plus d'appels que l'exploitant ne le permet (HUB__KEYRATE). Rien n'a été gardé ; espacez les appels et renvoyez celui-ci après le délai de Retry-After.",
                    "This key made more calls than the operator allows (HUB__KEYRATE). Nothing was kept; space the calls out and send this one again after the time that Retry-After gives.")
                : new(
                    "Les clés de cette collectivité ont fait plus d'appels que l'exploitant ne le permet (HUB__TENANTRATE). Rien n'a été gardé ; espacez les appels et renvoyez celui-ci après le délai de Retry-After.",
                    "The keys of this local authority made more calls than the operator allows (HUB__TENANTRATE). Nothing was kept; space the calls out and send this one again after the time that Retry-After gives.")),
        AdmissionRefusal.TenantShare => Overloaded(
            "overloaded-share",
            new(
                "Le hub est très chargé et votre collectivité y tient déjà plus que sa part. Rien n'a été gardé ; renvoyez la requête avec la même Idempotency-Key après le délai de Retry-After, avec moins d'appels en même temps.",
                "The hub is very busy and your local authority already holds more than its share of it. Nothing was kept; send the request again with the same Idempotency-Key after the time that Retry-After gives, with fewer calls at once.")),
        AdmissionRefusal.Stopping => new(
            503,
            "stopping",
            new("Le hub s'arrête", "The hub is stopping"),
            new(
                "Le hub s'arrête ou redémarre. Rien n'a été gardé ; renvoyez la requête avec la même Idempotency-Key après le délai de Retry-After.",
                "The hub is stopping or starting again. Nothing was kept; send the request again with the same Idempotency-Key after the time that Retry-After gives.")),
        _ => Overloaded(
            "overloaded",
            new(
                "Le hub est trop chargé pour prendre cet appel maintenant. Rien n'a été gardé ; renvoyez la requête avec la même Idempotency-Key après le délai de Retry-After.",
                "The hub is too busy to take this call now. Nothing was kept; send the request again with the same Idempotency-Key after the time that Retry-After gives.")),
    } with { RetryAfter = wait };

    private static Problem Overloaded(string code, LocalizedText detail) => new(503, code, new("Le hub est trop chargé", "The hub is too busy"), detail);
}
