// What a desk is set up with: macros, views, rules, tags, teams, hours, settings, secrets. Short lists, asked for whole.
// Partner: ../../../settings/.

import type {
  MacroRecord,
  OpeningHoursRecord,
  RuleRecord,
  SecretRecord,
  SettingRecord,
  SettingValues,
  TagRecord,
  TeamRecord,
  ViewRecord,
} from '../../records.ts'
import type { Macros, OpeningHours, Rules, Secrets, Settings, Tags, Teams, Views } from '../../store.ts'
import { removalOf } from '../writes.ts'
import { OLDEST_FIRST, Table } from './table.ts'

export class MacrosTable extends Table implements Macros {
  async find(id: string) {
    return this.view.find('macros', id)
  }

  async list() {
    return this.view.listUnder('macros', 'all', { direction: OLDEST_FIRST })
  }

  async put(macro: MacroRecord) {
    this.view.put('macros', macro)
  }

  async remove(id: string) {
    this.view.write(removalOf('macros', id))
  }
}

export class ViewsTable extends Table implements Views {
  async find(id: string) {
    return this.view.find('views', id)
  }

  async list() {
    return this.view.listUnder('views', 'all', { direction: OLDEST_FIRST })
  }

  async put(view: ViewRecord) {
    this.view.put('views', view)
  }

  async remove(id: string) {
    this.view.write(removalOf('views', id))
  }
}

export class RulesTable extends Table implements Rules {
  async find(id: string) {
    return this.view.find('rules', id)
  }

  async list() {
    return this.view.listUnder('rules', 'all', { direction: OLDEST_FIRST })
  }

  async put(rule: RuleRecord) {
    this.view.put('rules', rule)
  }

  async remove(id: string) {
    this.view.write(removalOf('rules', id))
  }
}

export class TagsTable extends Table implements Tags {
  async find(id: string) {
    return this.view.find('tags', id)
  }

  async list(limit: number) {
    return this.view.listUnder('tags', 'all', { direction: OLDEST_FIRST, limit })
  }

  async put(tag: TagRecord) {
    this.view.put('tags', tag)
  }
}

export class TeamsTable extends Table implements Teams {
  async find(name: string) {
    return this.view.find('teams', name)
  }

  async list() {
    return this.view.listUnder('teams', 'all', { direction: OLDEST_FIRST })
  }

  async put(team: TeamRecord) {
    this.view.put('teams', team)
  }
}

export class OpeningHoursTable extends Table implements OpeningHours {
  async find() {
    return this.view.find('openingHours', 'desk')
  }

  async put(hours: OpeningHoursRecord) {
    this.view.put('openingHours', hours)
  }
}

export class SettingsTable extends Table implements Settings {
  async find<Id extends keyof SettingValues>(id: Id) {
    return this.view.find('settings', id) as SettingRecord<Id> | undefined
  }

  async put<Id extends keyof SettingValues>(setting: SettingRecord<Id>) {
    this.view.put('settings', setting)
  }
}

export class SecretsTable extends Table implements Secrets {
  async find(id: SecretRecord['id']) {
    return this.view.find('secrets', id)
  }

  async put(secret: SecretRecord) {
    this.view.put('secrets', secret)
  }
}
