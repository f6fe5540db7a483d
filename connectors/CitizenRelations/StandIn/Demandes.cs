using System.Globalization;
using System.Text.Json;
using Hub.Connectors.Durability;

namespace Hub.Connectors.CitizenRelations.StandIn;

/// <summary>
/// The case files. Each change is written to the journal, then to the ledger, and only then seen and answered:
/// a kill at any moment leaves a state that the next start completes.
/// </summary>
/// <remarks>
/// One short lock decides, so that two calls with one key or one reference cannot both be the first; the disk is waited for outside it.
/// A call that finds another with its key under way waits for that one and gives its answer.
/// </remarks>
internal sealed class Demandes : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Suivi> _parId = [];
    private readonly Dictionary<(string Collectivite, string Reference), string> _parReference = [];
    private readonly Dictionary<string, (Effet Effet, Task Ecrit)> _parCle = [];
    private readonly List<Effet> _aReporter = [];
    private readonly DurableLines _journal;
    private readonly Ledger _ledger;
    private readonly TimeProvider _time;
    private long _numero;

    public Demandes(StandInOptions options, Ledger ledger, TimeProvider time)
    {
        (_ledger, _time) = (ledger, time);
        _journal = DurableLines.Open(Path.Combine(options.EffectiveData, "citizen-relations.jsonl"), line =>
        {
            var effet = JsonSerializer.Deserialize<Effet>(line)!; // written by this class
            Retenir(effet, Task.CompletedTask);
            _aReporter.Add(effet);
            _numero = effet.Numero;
        });
    }

    /// <summary>Writes the ledger lines that a crash kept from being written.</summary>
    public async Task CompleteLedgerAsync()
    {
        foreach (var effet in _aReporter)
        {
            await _ledger.WriteAsync(effet);
        }

        _aReporter.Clear();
    }

    /// <summary>Opens a case; says which other case stands in the way when the reference is already used.</summary>
    public async Task<Issue> OuvrirAsync(NouvelleDemande nouvelle, string? cle, string empreinte)
    {
        Task ecrit;
        Effet effet;
        lock (_gate)
        {
            if (cle is not null && _parCle.TryGetValue(cle, out var premier))
            {
                (effet, ecrit) = premier;
                if (effet.Empreinte != empreinte)
                {
                    return Issue.CleReutilisee;
                }
            }
            else if (_parReference.TryGetValue((nouvelle.Collectivite!, nouvelle.ReferenceExterne!), out var autre))
            {
                return Issue.ReferencePrise(autre);
            }
            else
            {
                var maintenant = _time.GetUtcNow();
                var id = string.Create(CultureInfo.InvariantCulture, $"GRC-{maintenant:yyyy}-{_numero + 1:D6}");
                effet = new Effet(++_numero, Ouverture: true, cle, empreinte, Ouverte(id, nouvelle, maintenant));
                ecrit = EcrireAsync(effet);
                Retenir(effet, ecrit);
            }
        }

        await ecrit;
        return Issue.Fait(effet.Demande);
    }

    /// <summary>Changes a case that exists; says why not when its present state does not allow it.</summary>
    public async Task<Issue> ModifierAsync(string id, Modification modification, string? cle, string empreinte)
    {
        Task ecrit;
        Effet effet;
        lock (_gate)
        {
            if (cle is not null && _parCle.TryGetValue(cle, out var premier))
            {
                (effet, ecrit) = premier;
                if (effet.Empreinte != empreinte)
                {
                    return Issue.CleReutilisee;
                }
            }
            else if (!_parId.TryGetValue(id, out var suivi))
            {
                return Issue.Inconnue;
            }
            else if (Statuts.IsClosed(suivi.Demande.Statut) || !Statuts.MayFollow(suivi.Demande.Statut, modification.Statut ?? suivi.Demande.Statut))
            {
                return Issue.TransitionInterdite(suivi.Demande.Statut);
            }
            else
            {
                effet = new Effet(++_numero, Ouverture: false, cle, empreinte, Modifiee(suivi.Demande, modification, _time.GetUtcNow()));
                ecrit = EcrireAsync(effet);
                Retenir(effet, ecrit);
            }
        }

        await ecrit;
        return Issue.Fait(effet.Demande);
    }

    public async Task<Demande?> TrouverAsync(string id)
    {
        Suivi? suivi;
        lock (_gate)
        {
            suivi = _parId.GetValueOrDefault(id);
        }

        return await VisibleAsync(suivi);
    }

    public async Task<Demande?> ParReferenceAsync(string reference, string? collectivite)
    {
        Suivi? suivi;
        lock (_gate)
        {
            suivi = collectivite is null
                ? _parId.Values.FirstOrDefault(candidat => candidat.Demande.ReferenceExterne == reference)
                : _parReference.TryGetValue((collectivite, reference), out var id) ? _parId[id] : null;
        }

        return await VisibleAsync(suivi);
    }

    /// <summary>The cases of one local authority.</summary>
    public IReadOnlyList<Demande> De(string collectivite)
    {
        lock (_gate)
        {
            return [.. _parId.Values.Select(suivi => suivi.Demande).Where(demande => demande.Collectivite == collectivite)];
        }
    }

    public ValueTask DisposeAsync() => _journal.DisposeAsync();

    // What is not yet on the disk is not shown: it could be gone after a crash.
    private static async Task<Demande?> VisibleAsync(Suivi? suivi)
    {
        if (suivi is null)
        {
            return null;
        }

        await suivi.Ecrit;
        return suivi.Demande;
    }

    private async Task EcrireAsync(Effet effet)
    {
        await _journal.AppendAsync(JsonSerializer.Serialize(effet));
        await _ledger.WriteAsync(effet);
    }

    private void Retenir(Effet effet, Task ecrit)
    {
        _parId[effet.Demande.Id] = new Suivi(effet.Demande, ecrit);
        _parReference[(effet.Demande.Collectivite, effet.Demande.ReferenceExterne)] = effet.Demande.Id;
        if (effet.Cle is not null)
        {
            _parCle[effet.Cle] = (effet, ecrit);
        }
    }

    private static Demande Ouverte(string id, NouvelleDemande nouvelle, DateTimeOffset maintenant) => new(
        id,
        nouvelle.ReferenceExterne!, // required, checked by the route
        nouvelle.Collectivite!,
        nouvelle.TypeDemande!,
        nouvelle.Canal!,
        nouvelle.Objet,
        nouvelle.Usager!,
        nouvelle.Enfants ?? [],
        nouvelle.Pieces ?? [],
        Paiement: null,
        nouvelle.Donnees,
        Statuts.Deposee,
        Motif: null,
        maintenant,
        maintenant,
        [new Etape(maintenant, Statuts.Deposee, null)]);

    private static Demande Modifiee(Demande demande, Modification modification, DateTimeOffset maintenant)
    {
        var statut = modification.Statut ?? demande.Statut;
        return demande with
        {
            Statut = statut,
            Motif = modification.Motif ?? demande.Motif,
            Pieces = [.. demande.Pieces, .. modification.Pieces ?? []],
            Paiement = modification.Paiement ?? demande.Paiement,
            Donnees = modification.Donnees ?? demande.Donnees,
            MisAJourLe = maintenant,
            Historique = [.. demande.Historique, new Etape(maintenant, statut, modification.Commentaire)],
        };
    }

    private sealed record Suivi(Demande Demande, Task Ecrit);
}
